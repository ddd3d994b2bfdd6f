"use client";

import { useTranslations } from "next-intl";

const named = ["image", "video", "audio", "document"] as const;

/** A message in one line: what it says, with a word for what it is where it isn't text. */
export function useMessageSummary() {
  const t = useTranslations("message.types");
  return (type: string, preview: string) => {
    if (type === "text") return preview;
    const kind = named.find((each) => each === type);
    const name = kind ? t(kind) : t("other", { type });
    return preview ? `${name}: ${preview}` : name;
  };
}

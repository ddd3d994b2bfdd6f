"use client";

import { useTranslations } from "next-intl";
import { useMessageSummary } from "@/components/conversations/use-message-summary";
import { Notice } from "@/components/ui/notice";
import type { Message } from "@/lib/conversations/schema";

const mostCharacters = 90;

/** Somebody has answered meanwhile: one should read that first. */
export function OvertakerNotice({ message }: { message: Message }) {
  const t = useTranslations("composer");
  const summary = useMessageSummary();
  const { type, content, author } = message;
  const said = [content.body, content.caption].find((each) => typeof each === "string");
  const words = typeof said === "string" ? said.replace(/\s+/g, " ").trim() : "";
  const cut =
    words.length > mostCharacters ? `${words.slice(0, mostCharacters).trimEnd()}…` : words;
  return (
    <Notice tone="alert" live>
      {t.rich("overtaken", {
        name: author?.name ?? "",
        words: summary(type, cut),
        strong: (chunks) => <strong className="font-medium">{chunks}</strong>,
      })}
    </Notice>
  );
}

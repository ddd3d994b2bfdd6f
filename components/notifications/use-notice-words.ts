"use client";

import { useTranslations } from "next-intl";
import { useMessageSummary } from "@/components/conversations/use-message-summary";
import type { Concern } from "./what-concerns";

export type NoticeWords = { title: string; text: string };

/** What is said of it: in a line with what happened, and in another with what it is about. */
export function useNoticeWords() {
  const t = useTranslations("notifications");
  const summary = useMessageSummary();
  return ({ kind, conversation, message }: Concern, assigner: string | undefined): NoticeWords => {
    const name = conversation && (conversation.contact.name ?? conversation.contact.id);
    const last = conversation?.lastMessage;
    const said = last ? summary(last.type, last.preview) : "";
    const place = name === undefined ? "" : t("with", { name });
    switch (kind) {
      case "message":
        return { title: name ?? "", text: said };
      case "mention": {
        const author = message?.author?.name;
        const words = message?.content.body;
        return {
          title: author ? t("mention", { name: author }) : t("mentionUnknown"),
          text: typeof words === "string" ? words : place,
        };
      }
      case "assigned":
        return { title: t("assigned", { name: assigner ?? "" }), text: place };
      case "unassigned":
        return { title: t("unassigned"), text: [name, said].filter(Boolean).join(": ") };
    }
  };
}

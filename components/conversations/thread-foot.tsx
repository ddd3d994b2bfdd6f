"use client";

import { useTranslations } from "next-intl";
import { CloseStatus } from "@/components/closing/close-status";
import { useClosing } from "@/components/closing/closing-provider";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Conversation } from "@/lib/conversations/schema";

/** Where things stand with the close. */
export function ThreadFoot({ conversation }: { conversation: Conversation }) {
  const t = useTranslations("thread");
  const { openMark, openStart } = useClosing();
  const { close, status, wroteAfterClose, marked } = conversation;
  const settledByHand = status === "closed" && marked !== null;
  const current = close !== null && close.state !== "cancelled" && !settledByHand;
  const told =
    current && (status !== "open" || ["refused", "unknown", "superseded"].includes(close.state));
  if (!told && !wroteAfterClose && status !== "closed") return null;
  return (
    <footer className="flex shrink-0 flex-col gap-2 border-line border-t p-3 sm:px-4">
      {told && <CloseStatus conversation={conversation} close={close} />}
      {status === "closed" && (
        <span className="order-last flex justify-end">
          <Button size="small" onPress={() => openStart(conversation)}>
            {t("startAgain")}
          </Button>
        </span>
      )}
      {!told && status === "closed" && (
        <Notice>
          {marked ? t("markedBy", { name: marked.by.name, note: marked.note }) : t("closedByJelou")}
        </Notice>
      )}
      {wroteAfterClose && (
        <Notice
          tone="accent"
          actions={
            <Button size="small" onPress={() => openMark(conversation)}>
              {t("attended")}
            </Button>
          }
        >
          {t("wroteAfter")}
        </Notice>
      )}
    </footer>
  );
}

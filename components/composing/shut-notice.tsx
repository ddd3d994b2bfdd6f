"use client";

import { LockKeyhole } from "lucide-react";
import { useTranslations } from "next-intl";
import { describeClose } from "@/lib/conversations/describe-close";
import type { Conversation } from "@/lib/conversations/schema";

type Props = { conversation: Conversation; hasText: boolean };

/** No answers go out any more; the buttons for what can be done are right above. */
export function ShutNotice({ conversation: { status, close }, hasText }: Props) {
  const t = useTranslations("composer.shut");
  const canUndo =
    status === "closing" &&
    close !== null &&
    describeClose(close, Date.now()).actions.includes("undo");
  return (
    <div
      role="status"
      className="flex items-start gap-2 rounded-lg border border-line bg-sunken px-3 py-2.5 text-ink-soft"
    >
      <LockKeyhole size={16} aria-hidden className="mt-0.5 shrink-0" />
      <p className="min-w-0">
        <span className="font-medium text-ink">
          {t(status === "closing" ? "closing" : "closed")}
        </span>{" "}
        {status === "closed" ? t("startAgain") : canUndo ? t("undo") : t("wait")}{" "}
        {hasText && t("kept")}
      </p>
    </div>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { useAccount } from "@/components/shell/account-context";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Conversation } from "@/lib/conversations/schema";
import type { Assignment } from "./use-assignment";

type Props = { conversation: Conversation; assignment: Assignment };

/** That somebody else has it now, or that giving it to somebody failed. */
export function AssignmentNotice({ conversation: { assignee }, assignment }: Props) {
  const t = useTranslations("assigning");
  const { id, name } = useAccount();
  const { isTaken, hasFailed, assign, dismiss } = assignment;
  if (!isTaken && !hasFailed) return null;
  return (
    <div className="shrink-0 border-line border-b px-3 py-2 sm:px-4">
      <Notice
        tone={hasFailed ? "alert" : "accent"}
        live
        actions={
          <>
            {isTaken && (
              <Button size="small" onPress={() => assign({ id, name })}>
                {t("takeBack")}
              </Button>
            )}
            <Button size="small" look="quiet" onPress={dismiss}>
              {t("dismiss")}
            </Button>
          </>
        }
      >
        {hasFailed
          ? t("failed")
          : assignee
            ? t("takenOver", { name: assignee.name })
            : t("released")}
      </Notice>
    </div>
  );
}

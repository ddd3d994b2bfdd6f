"use client";

import { useTranslations } from "next-intl";
import { useAccount } from "@/components/shell/account-context";
import { Notice } from "@/components/ui/notice";
import type { Conversation } from "@/lib/conversations/schema";
import type { ProjectSummary } from "@/lib/projects/schema";
import type { Account } from "@/lib/users/schema";

/** Whether the project's rules keep this person from closing what somebody else has. */
export const mayNotClose = (
  { id, role }: Account,
  project: ProjectSummary | undefined,
  { assignee }: Conversation,
) => role === "agent" && project?.closeOthers === false && !!assignee && assignee.id !== id;

type Props = {
  /** As it was when the dialog opened, and as it is now. */
  opened: Conversation;
  current: Conversation;
  forbidden: boolean;
};

/** What one should know before closing: somebody else has it, or the customer has written meanwhile. */
export function CloseWarnings({ opened, current, forbidden }: Props) {
  const t = useTranslations("closing.warnings");
  const account = useAccount();
  const { assignee, lastMessage } = current;
  const isOthers = assignee !== null && assignee.id !== account.id;
  const wrote = current.messageCount > opened.messageCount;
  return (
    <>
      {isOthers && (
        <Notice tone={forbidden ? "alert" : "accent"}>
          {t(forbidden ? "othersForbidden" : "others", { name: assignee.name })}
        </Notice>
      )}
      {wrote && (
        <Notice tone="alert" live>
          {lastMessage?.type === "text"
            ? t("wroteText", { text: lastMessage.preview })
            : t("wrote", { count: current.messageCount - opened.messageCount })}
        </Notice>
      )}
    </>
  );
}

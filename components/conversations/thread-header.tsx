"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { useClosing } from "@/components/closing/closing-provider";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { Conversation } from "@/lib/conversations/schema";
import { projectsQuery } from "@/lib/projects/query";
import { AssigneeButton } from "./assignee-button";
import { PresenceLine } from "./presence-line";
import { ThreadMenu } from "./thread-menu";
import type { Assignment } from "./use-assignment";

type Props = {
  conversation: Conversation | undefined;
  assignment: Assignment;
  onBack: () => void;
  onCloseRequested: () => void;
  onDetails: () => void;
};

/** Whose conversation it is, who has it and looks at it, and what one can do about it. */
export function ThreadHeader({
  conversation,
  assignment,
  onBack,
  onCloseRequested,
  onDetails,
}: Props) {
  const t = useTranslations("thread");
  const { openClose } = useClosing();
  return (
    <header className="flex min-h-14 shrink-0 items-center gap-1 border-line border-b px-3 py-2 sm:gap-2 sm:px-4">
      <span className="md:hidden">
        <Button look="quiet" size="icon" aria-label={t("back")} onPress={onBack}>
          <ArrowLeft size={18} aria-hidden />
        </Button>
      </span>
      <div className="min-w-0 flex-1">
        {conversation ? (
          <Names conversation={conversation} />
        ) : (
          <div className="flex flex-col gap-1.5">
            <Skeleton className="h-5 w-40" />
            <Skeleton className="h-3 w-24" />
          </div>
        )}
      </div>
      {conversation && (
        <>
          <AssigneeButton conversation={conversation} onAssign={assignment.assign} />
          <ThreadMenu conversation={conversation} onBack={onBack} onDetails={onDetails} />
        </>
      )}
      {conversation?.status === "open" && (
        <Button
          look={isSuperseded(conversation) ? "secondary" : "primary"}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          onPress={() => openClose(conversation, onCloseRequested)}
        >
          <span className="sm:hidden">{t("closeShort")}</span>
          <span className="hidden sm:inline">{t("close")}</span>
        </Button>
      )}
    </header>
  );
}

/** The desk would refuse another close of it as well. */
const isSuperseded = ({ close }: Conversation) => close?.state === "superseded";

function Names({ conversation: { id, contact, bot, projectId } }: { conversation: Conversation }) {
  const t = useTranslations("thread");
  const { data: projects = [] } = useQuery(projectsQuery());
  const project = projects.find((each) => each.id === projectId);
  return (
    <>
      <h2 className="truncate font-semibold text-lg">{contact.name ?? contact.id}</h2>
      <div className="flex h-5 min-w-0 items-center gap-2 text-ink-faint text-xs">
        {project?.sandbox && <Badge tone="accent">{t("sandbox")}</Badge>}
        <PresenceLine conversationId={id}>
          <span className="truncate">
            {[project?.name, bot.name ?? bot.id].filter(Boolean).join(" · ")}
          </span>
        </PresenceLine>
      </div>
    </>
  );
}

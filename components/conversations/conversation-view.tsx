"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, CloudOff, Info, MessageCircleOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { CloseStatus } from "@/components/closing/close-status";
import { useClosing } from "@/components/closing/closing-provider";
import { useCloseSetup } from "@/components/closing/use-close-setup";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { useMarkRead } from "@/lib/conversations/client";
import { conversationQuery } from "@/lib/conversations/query";
import type { Conversation } from "@/lib/conversations/schema";
import { RequestError } from "@/lib/http/request-json";
import { projectsQuery } from "@/lib/projects/query";
import { DetailsPane } from "./details-pane";
import { Thread } from "./thread";

type Props = { id: string; onBack: () => void; onCloseRequested: () => void };

export function ConversationView({ id, onBack, onCloseRequested }: Props) {
  const t = useTranslations("thread");
  const query = useQuery(conversationQuery(id));
  const [showsDetails, setShowsDetails] = useState(false);
  useReadingMark(query.data);
  // So that the dialog is whole when it opens: a key pressed before that would be lost.
  useCloseSetup(query.data?.projectId);

  if (query.isError && !query.data) {
    const missing = query.error instanceof RequestError && query.error.code === "not_found";
    return (
      <div className="flex-1">
        <EmptyState
          icon={missing ? <MessageCircleOff size={28} /> : <CloudOff size={28} />}
          title={missing ? t("missing") : t("failed")}
          action={
            missing ? (
              <Button onPress={onBack}>{t("back")}</Button>
            ) : (
              <Button onPress={() => void query.refetch()}>{t("tryAgain")}</Button>
            )
          }
        >
          {missing ? t("missingHint") : undefined}
        </EmptyState>
      </div>
    );
  }
  return (
    <>
      <section aria-label={t("label")} className="flex min-w-0 flex-1 flex-col bg-surface">
        <ThreadHeader
          conversation={query.data}
          onBack={onBack}
          onCloseRequested={onCloseRequested}
          onDetails={() => setShowsDetails(!showsDetails)}
        />
        <Thread id={id} conversation={query.data} />
        {query.data && <Foot conversation={query.data} />}
      </section>
      {query.data && (
        <DetailsPane
          conversation={query.data}
          isOpen={showsDetails}
          onClose={() => setShowsDetails(false)}
        />
      )}
    </>
  );
}

type HeaderProps = {
  conversation: Conversation | undefined;
  onBack: () => void;
  onCloseRequested: () => void;
  onDetails: () => void;
};

function ThreadHeader({ conversation, onBack, onCloseRequested, onDetails }: HeaderProps) {
  const t = useTranslations("thread");
  const { openClose } = useClosing();
  const { data: projects = [] } = useQuery(projectsQuery());
  const project = projects.find(({ id }) => id === conversation?.projectId);
  return (
    <header className="flex min-h-14 shrink-0 items-center gap-2 border-line border-b px-3 py-2 sm:px-4">
      <span className="md:hidden">
        <Button look="quiet" size="icon" aria-label={t("back")} onPress={onBack}>
          <ArrowLeft size={18} aria-hidden />
        </Button>
      </span>
      <div className="min-w-0 flex-1">
        {conversation ? (
          <>
            <h2 className="truncate font-semibold text-lg">
              {conversation.contact.name ?? conversation.contact.id}
            </h2>
            <p className="flex min-w-0 items-center gap-2 text-ink-faint text-xs">
              {project?.sandbox && <Badge tone="accent">{t("sandbox")}</Badge>}
              <span className="truncate">
                {[project?.name, conversation.bot.name ?? conversation.bot.id]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </p>
          </>
        ) : (
          <div className="flex flex-col gap-1.5">
            <Skeleton className="h-5 w-40" />
            <Skeleton className="h-3 w-24" />
          </div>
        )}
      </div>
      <span className="xl:hidden">
        <Button look="quiet" size="icon" aria-label={t("details")} onPress={onDetails}>
          <Info size={18} aria-hidden />
        </Button>
      </span>
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

/** Where things stand with the close. */
function Foot({ conversation }: { conversation: Conversation }) {
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

/** Reading it makes it read, also what comes in while it is before one's eyes. */
function useReadingMark(conversation: Conversation | undefined) {
  const { mutate } = useMarkRead();
  const id = conversation?.id;
  const count = conversation?.messageCount;
  const unread = (conversation?.unread ?? 0) > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new message is read anew
  useEffect(() => {
    if (id === undefined) return;
    const read = () => document.visibilityState === "visible" && mutate(id);
    if (unread || count) read();
    document.addEventListener("visibilitychange", read);
    return () => document.removeEventListener("visibilitychange", read);
  }, [id, count, mutate]);
}

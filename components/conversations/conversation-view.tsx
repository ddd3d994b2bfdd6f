"use client";

import { useQuery } from "@tanstack/react-query";
import { CloudOff, MessageCircleOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useCloseSetup } from "@/components/closing/use-close-setup";
import { Composer } from "@/components/composing/composer";
import { useAction } from "@/components/keyboard/keyboard-provider";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { conversationQuery } from "@/lib/conversations/query";
import { RequestError } from "@/lib/http/request-json";
import { AssignmentNotice } from "./assignment-notice";
import { DetailsPane } from "./details-pane";
import { Thread } from "./thread";
import { ThreadFoot } from "./thread-foot";
import { ThreadHeader } from "./thread-header";
import { useAssignment } from "./use-assignment";
import { useReadingMark } from "./use-reading-mark";

type Props = { id: string; onBack: () => void; onCloseRequested: () => void };

export function ConversationView({ id, onBack, onCloseRequested }: Props) {
  const t = useTranslations("thread");
  const query = useQuery(conversationQuery(id));
  const [showsDetails, setShowsDetails] = useState(false);
  useAction("details", {
    run: () => setShowsDetails(!showsDetails),
    // A wide screen shows them anyway.
    isEnabled: () => !matchMedia("(min-width: 80rem)").matches,
  });
  // As it was when it was opened: reading it makes it none.
  const unread = useRef<number>(undefined);
  if (query.data) unread.current ??= query.data.unread;
  useReadingMark(query.data);
  const assignment = useAssignment(query.data);
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
          assignment={assignment}
          onBack={onBack}
          onCloseRequested={onCloseRequested}
          onDetails={() => setShowsDetails(!showsDetails)}
        />
        {query.data && <AssignmentNotice conversation={query.data} assignment={assignment} />}
        <Thread id={id} conversation={query.data} unread={unread.current} />
        {query.data && (
          <>
            <ThreadFoot conversation={query.data} />
            <Composer conversation={query.data} onCloseRequested={onCloseRequested} />
          </>
        )}
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

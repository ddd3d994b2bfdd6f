"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { mayNotClose } from "@/components/closing/close-warnings";
import { useClosing } from "@/components/closing/closing-provider";
import { useAccount } from "@/components/shell/account-context";
import { useClose } from "@/lib/conversations/client";
import type { Close, Conversation } from "@/lib/conversations/schema";
import type { RequestError } from "@/lib/http/request-json";
import { projectsQuery } from "@/lib/projects/query";

type Last = {
  text: string;
  /** Sends what has to reach the customer before it. */
  before: () => Promise<unknown>;
  onTaken: (close: Close) => void;
};

/**
 * Closes with what is written as the last word: at once where nothing is left to ask, else by the dialog. It goes on to
 * the next conversation as the dialog does.
 */
export function useSendAndClose(conversation: Conversation, onCloseRequested: () => void) {
  const account = useAccount();
  const { data: projects = [] } = useQuery(projectsQuery());
  const project = projects.find(({ id }) => id === conversation.projectId);
  const { openClose, followClose } = useClosing();
  const request = useClose();
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<RequestError | null>(null);

  const { assignee, close: previous } = conversation;
  const isAsked =
    project?.requireReason !== false ||
    (assignee !== null && assignee.id !== account.id) ||
    mayNotClose(account, project, conversation) ||
    previous?.state === "superseded";

  const run = async ({ text, before, onTaken }: Last) => {
    setError(null);
    if (isAsked) return openClose(conversation, onCloseRequested, { text, before, onTaken });
    setPending(true);
    try {
      await before();
      const close = await request.mutateAsync({
        conversationId: conversation.id,
        message: text === "" ? null : { type: "text", text },
      });
      onTaken(close);
      followClose(close, conversation);
      onCloseRequested();
    } catch (thrown) {
      setError(thrown as RequestError);
    } finally {
      setPending(false);
    }
  };
  return { run: (last: Last) => void run(last), isPending, error };
}

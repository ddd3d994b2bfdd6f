"use client";

import { useEffect, useRef, useState } from "react";
import { useAccount } from "@/components/shell/account-context";
import { useAssign } from "@/lib/conversations/client";
import type { Conversation } from "@/lib/conversations/schema";

/** Giving a conversation to somebody, and hearing of it when it was one's own and somebody else does. */
export function useAssignment(conversation: Conversation | undefined) {
  const { id: me } = useAccount();
  const { mutate, error, reset } = useAssign();
  const chosen = useRef<string | null>(undefined);
  const [isTaken, setTaken] = useState(false);
  const before = useRef<string | null>(undefined);
  const assigneeId = conversation && (conversation.assignee?.id ?? null);
  useEffect(() => {
    const had = before.current;
    before.current = assigneeId;
    if (assigneeId === me) setTaken(false);
    else if (had === me && assigneeId !== chosen.current) setTaken(true);
  }, [assigneeId, me]);
  return {
    assign: (assignee: Conversation["assignee"]) => {
      if (!conversation) return;
      chosen.current = assignee?.id ?? null;
      setTaken(false);
      mutate({ conversationId: conversation.id, assignee });
    },
    /** It was mine a moment ago. */
    isTaken,
    hasFailed: error !== null,
    dismiss: () => {
      setTaken(false);
      reset();
    },
  };
}

export type Assignment = ReturnType<typeof useAssignment>;

"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useAccount } from "@/components/shell/account-context";
import { threadQuery } from "@/lib/conversations/query";
import type { Message } from "@/lib/conversations/schema";
import { findOvertaker, listKnown } from "./find-overtaker";

type Options = {
  isWriting: boolean;
  /** When a text that one has come back to was written; null for one begun here. */
  writtenAt: number | null;
};

/** What somebody else has answered since one began to write, and whether one has been told so. */
export function useOvertaker(conversationId: string, { isWriting, writtenAt }: Options) {
  const { id: me } = useAccount();
  const { data } = useInfiniteQuery(threadQuery(conversationId));
  const messages: Message[] | undefined = data?.pages[0]?.items;
  const [known, setKnown] = useState<ReadonlySet<string>>();
  const [toldOf, setToldOf] = useState<string>();
  const isLoaded = messages !== undefined;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was there at the beginning, not what came since
  useEffect(() => {
    if (isWriting && messages) setKnown(listKnown(messages, writtenAt ?? undefined));
    else setKnown(undefined);
  }, [isWriting, isLoaded]);

  const overtaker = known && messages && findOvertaker(messages, known, me);
  return {
    overtaker,
    isTold: overtaker !== undefined && toldOf === overtaker.id,
    /** Whether one has to press once more. */
    tell: () => {
      if (!overtaker || toldOf === overtaker.id) return false;
      setToldOf(overtaker.id);
      return true;
    },
  };
}

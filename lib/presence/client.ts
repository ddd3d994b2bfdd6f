"use client";

import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { accountQuery } from "@/lib/users/query";
import { holdLease } from "./hold-lease";
import { presenceQuery } from "./query";
import { leaseMs, type PresenceChange, type Present, renewMs } from "./schema";

/** Puts what the stream says in the place of what is known; an answer that is on its way may be older. */
export function patchPresence(queries: QueryClient, changes: PresenceChange[]) {
  for (const { conversationId, people } of changes) {
    const { queryKey } = presenceQuery(conversationId);
    if (!queries.getQueryState(queryKey)) continue;
    void queries.cancelQueries({ queryKey });
    queries.setQueryData<Present[]>(queryKey, people);
  }
}

/** Renewals are not told, so that somebody may be there longer than was heard of him. */
const longestSilenceMs = leaseMs + renewMs;

/**
 * Who else is in a conversation. With `useAnnounce` beside it that is heard anew all the time; after a silence nobody is
 * there any more, by the clock of the browser alone: it needn't go right.
 */
export function usePresence(conversationId: string): Present[] {
  const { data: account } = useQuery(accountQuery());
  const { data: people = [], dataUpdatedAt } = useQuery(presenceQuery(conversationId));
  const [silentSince, setSilentSince] = useState(-1);
  useEffect(() => {
    const left = dataUpdatedAt + longestSilenceMs - Date.now();
    const timer = setTimeout(() => setSilentSince(dataUpdatedAt), left);
    return () => clearTimeout(timer);
  }, [dataUpdatedAt]);
  if (!account || silentSince === dataUpdatedAt) return [];
  return people.filter(({ user }) => user.id !== account.id);
}

/** Lets others know that one looks at a conversation or types in it, for as long as it is shown. */
export function useAnnounce(conversationId: string, isTyping: boolean) {
  const queries = useQueryClient();
  const lease = useRef<ReturnType<typeof holdLease>>(undefined);
  useEffect(() => {
    const { queryKey } = presenceQuery(conversationId);
    const held = holdLease(conversationId, (people) => queries.setQueryData(queryKey, people));
    lease.current = held;
    return () => held.end();
  }, [conversationId, queries]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation is told of it as well
  useEffect(() => {
    lease.current?.say(isTyping ? "typing" : "viewing");
  }, [conversationId, isTyping]);
}

const typingLastsMs = 5_000;

/** Whether one types: from a key on until some seconds after the last one. The function is to be called with each. */
export function useTyping(): [isTyping: boolean, noteKey: () => void] {
  const [isTyping, setTyping] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const noteKey = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setTyping(false), typingLastsMs);
    setTyping(true);
  };
  return [isTyping, noteKey];
}

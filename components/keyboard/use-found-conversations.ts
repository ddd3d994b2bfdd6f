"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useGoTo } from "@/components/shell/use-selected-id";
import { conversationListQuery } from "@/lib/conversations/query";
import type { Entry } from "./match-entries";

const pauseMs = 150;
const fewestLetters = 2;
const mostShown = 6;

/** Conversations by name or number, whatever their state; asked when the typing pauses. */
export function useFoundConversations(text: string) {
  const goTo = useGoTo();
  const [q, setQ] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setQ(text.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  const isAsked = q.length >= fewestLetters;
  const list = useInfiniteQuery({
    ...conversationListQuery({
      status: "all",
      project: undefined,
      assignee: undefined,
      q,
      sort: "activity",
    }),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  const rows = isAsked ? (list.data?.pages.flatMap((page) => page.items) ?? []) : [];
  return {
    isSearching: text.trim().length >= fewestLetters && (q !== text.trim() || list.isFetching),
    isFailed: isAsked && list.isError,
    entries: rows.slice(0, mostShown).map(
      ({ id, contact }): Entry => ({
        id: `conversation-${id}`,
        group: "conversations",
        name: contact.name ?? contact.id,
        detail: contact.name === null ? undefined : contact.id,
        run: () => goTo(id),
      }),
    ),
  };
}

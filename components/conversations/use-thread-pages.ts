"use client";

import {
  type InfiniteData,
  type QueryClient,
  useInfiniteQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { ThreadData } from "@/lib/conversations/apply-change";
import { conversationKeys, threadQuery } from "@/lib/conversations/query";
import type { Message, MessagePage } from "@/lib/conversations/schema";
import type { Facts } from "./to-entries";

/** What of a thread is loaded, and the way to what is earlier. */
export function useThreadPages(id: string) {
  const thread = useInfiniteQuery(threadQuery(id));
  const inTime = useMemo(() => inOrder(thread.data), [thread.data]);
  const loadEarlier = () => {
    if (thread.hasNextPage && !thread.isFetching) void thread.fetchNextPage();
  };
  return { thread, ...inTime, loadEarlier };
}

/** The oldest first. A page is known by where it begins, so it stays itself when others come before it. */
function inOrder(
  data: InfiniteData<MessagePage, unknown> | undefined,
): Pick<Facts, "pages"> & { messages: Message[] } {
  const pages =
    data?.pages
      .map((page, index) => ({ key: String(data.pageParams[index]), items: page.items }))
      .reverse() ?? [];
  return { pages, messages: pages.flatMap((page) => page.items) };
}

/** With more than these loaded, asking for all of them again after a loss of the stream takes long. */
const mostPages = 10;

/** However far back one has looked: at the end again, and when it opens the next time, the newest are enough. */
export function useTrim(id: string, isAtEnd: boolean, pageCount: number) {
  const queries = useQueryClient();
  useEffect(() => {
    if (isAtEnd && pageCount > mostPages) trim(queries, id, 2);
  }, [queries, id, isAtEnd, pageCount]);
  useEffect(() => () => trim(queries, id, 1), [queries, id]);
}

const trim = (queries: QueryClient, id: string, left: number) =>
  void queries.setQueryData<ThreadData>(conversationKeys.thread(id), (data) =>
    data && data.pages.length > left
      ? { pages: data.pages.slice(0, left), pageParams: data.pageParams.slice(0, left) }
      : data,
  );

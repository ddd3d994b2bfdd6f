"use client";

import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import * as z from "zod/mini";
import { type RequestError, requestJson } from "@/lib/http/request-json";
import {
  applyToList,
  applyToThread,
  findInPages,
  type ListData,
  type ListFilter,
  type LiveChange,
  mergeConversation,
  type ThreadData,
} from "./apply-change";
import type { closeInput } from "./input";
import { conversationKeys } from "./query";
import {
  type Close,
  type Conversation,
  closeAnswer,
  conversation,
  erased,
  started,
} from "./schema";

type Viewer = { id: string; readingId: string | undefined };

/** Brings every cached list, thread and conversation up to date, without asking the server. */
export function patchCaches(queries: QueryClient, changes: LiveChange[], viewer: Viewer) {
  const rows = changes.flatMap(({ conversation: shared }) => {
    if (!shared) return [];
    const merged = mergeConversation(
      findKnown(queries, shared.id),
      shared,
      viewer.readingId === shared.id,
    );
    remember(queries, merged);
    return merged;
  });
  if (rows.length > 0) {
    const lists = queries.getQueriesData<ListData>({ queryKey: conversationKeys.lists });
    for (const [key, data] of lists) {
      if (data) queries.setQueryData(key, applyToList(data, rows, key[2] as ListFilter, viewer.id));
    }
  }
  for (const row of rows) {
    queries.setQueryData<Conversation>(conversationKeys.one(row.id), (known) => known && row);
  }
  for (const change of changes) {
    const { conversationId: id } = change;
    if (id === undefined || !change.message) continue;
    queries.setQueryData<ThreadData>(
      conversationKeys.thread(id),
      (data) => data && applyToThread(data, [change], id),
    );
  }
}

/** Rows that left every list may come back, and only what was known of them tells how much of them is unread. */
const remembered = new WeakMap<QueryClient, Map<string, Conversation>>();
const mostRemembered = 2_000;

function remember(queries: QueryClient, row: Conversation) {
  const rows = remembered.get(queries) ?? new Map<string, Conversation>();
  remembered.set(queries, rows);
  rows.delete(row.id);
  rows.set(row.id, row);
  const [oldest] = rows.keys();
  if (rows.size > mostRemembered && oldest !== undefined) rows.delete(oldest);
}

function findKnown(queries: QueryClient, id: string): Conversation | undefined {
  const one = queries.getQueryData<Conversation>(conversationKeys.one(id));
  if (one) return one;
  for (const [, data] of queries.getQueriesData<ListData>({ queryKey: conversationKeys.lists })) {
    const row = data && findInPages(data.pages, id);
    if (row) return row;
  }
  return remembered.get(queries)?.get(id);
}

export type CloseRequest = z.input<typeof closeInput> & { conversationId: string };

export function useClose() {
  const queries = useQueryClient();
  return useMutation<Close, RequestError, CloseRequest>({
    mutationFn: async ({ conversationId, ...body }) =>
      (
        await requestJson(`/api/conversations/${conversationId}/close`, closeAnswer, {
          method: "POST",
          body,
        })
      ).close,
    onSettled: (_close, _error, { conversationId }) =>
      queries.invalidateQueries({ queryKey: conversationKeys.one(conversationId) }),
  });
}

/** Undo while it waits, or try again what was refused or is unknown. */
export function useCloseStep(step: "cancel" | "retry") {
  const queries = useQueryClient();
  return useMutation<Close, RequestError, Close>({
    mutationFn: async (close) =>
      (await requestJson(`/api/closes/${close.id}/${step}`, closeAnswer, { method: "POST" })).close,
    onSettled: (_close, _error, { conversationId }) =>
      queries.invalidateQueries({ queryKey: conversationKeys.one(conversationId) }),
  });
}

export function useMarkClosed() {
  const queries = useQueryClient();
  return useMutation<Conversation, RequestError, { conversationId: string; note: string }>({
    mutationFn: ({ conversationId, note }) =>
      requestJson(`/api/conversations/${conversationId}/mark-closed`, conversation, {
        method: "POST",
        body: { note },
      }),
    // The stream may have said something newer meanwhile.
    onSuccess: (next) =>
      queries.setQueryData<Conversation>(conversationKeys.one(next.id), (known) =>
        known && known.revision > next.revision ? known : next,
      ),
  });
}

/** Jelou's start call for the customer of a closed conversation. */
export function useStartAgain() {
  const queries = useQueryClient();
  return useMutation<
    z.output<typeof started>,
    RequestError,
    { conversationId: string; initialMessage: string | undefined }
  >({
    mutationFn: ({ conversationId, initialMessage }) =>
      requestJson(`/api/conversations/${conversationId}/start-again`, started, {
        method: "POST",
        body: { initialMessage },
      }),
    onSuccess: (_answer, { conversationId }) =>
      queries.invalidateQueries({ queryKey: conversationKeys.story(conversationId) }),
  });
}

/** Tells the server, and shows it as read at once. */
export function useMarkRead() {
  const queries = useQueryClient();
  return useMutation<void, RequestError, string>({
    mutationFn: (id) => requestJson(`/api/conversations/${id}/read`, z.void(), { method: "POST" }),
    onMutate: (id) => {
      const seen = (known: Conversation) => (known.id === id ? { ...known, unread: 0 } : known);
      queries.setQueryData<Conversation>(conversationKeys.one(id), (known) => known && seen(known));
      queries.setQueriesData<ListData>({ queryKey: conversationKeys.lists }, (data) =>
        data?.pages.some((page) => page.items.some((item) => item.id === id && item.unread > 0))
          ? { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(seen) })) }
          : data,
      );
    },
  });
}

export function useEraseContact() {
  const queries = useQueryClient();
  return useMutation<
    z.output<typeof erased>,
    RequestError,
    { projectId: string; contactId: string }
  >({
    mutationFn: ({ projectId, contactId }) =>
      requestJson(`/api/projects/${projectId}/contacts/${encodeURIComponent(contactId)}`, erased, {
        method: "DELETE",
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: conversationKeys.all }),
  });
}

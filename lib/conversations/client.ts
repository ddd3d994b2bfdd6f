"use client";

import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import * as z from "zod/mini";
import { type RequestError, requestJson } from "@/lib/http/request-json";
import {
  applyPersonal,
  applyToList,
  applyToThread,
  changeInList,
  findInPages,
  type ListData,
  type ListFilter,
  type LiveChange,
  mergeConversation,
  type ThreadData,
} from "./apply-change";
import type { closeInput, newConversation } from "./input";
import { conversationKeys } from "./query";
import {
  type Close,
  type Conversation,
  closeAnswer,
  conversation,
  erased,
  started,
  startedNew,
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
    if (id === undefined) continue;
    if (change.kind === "read" || change.kind === "mention")
      changeKnown(queries, id, (known) => applyPersonal(known, change));
    if (!change.message) continue;
    queries.setQueryData<ThreadData>(
      conversationKeys.thread(id),
      (data) => data && applyToThread(data, [change], id),
    );
  }
}

/** Another form of one conversation, wherever it is shown; what comes back is what it was. */
function changeKnown(
  queries: QueryClient,
  id: string,
  change: (known: Conversation) => Conversation,
): Conversation | undefined {
  const before = findKnown(queries, id);
  queries.setQueryData<Conversation>(conversationKeys.one(id), (known) => known && change(known));
  queries.setQueriesData<ListData>(
    { queryKey: conversationKeys.lists },
    (data) => data && changeInList(data, id, change),
  );
  if (remembered.get(queries)?.has(id) && before) remember(queries, change(before));
  return before;
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
      changeKnown(queries, id, (known) =>
        known.unread > 0 || known.mentioned ? { ...known, unread: 0, mentioned: false } : known,
      );
    },
  });
}

/** Leaves one message unread, as a reminder to oneself. */
export function useMarkUnread() {
  const queries = useQueryClient();
  return useMutation<void, RequestError, string>({
    mutationFn: (id) =>
      requestJson(`/api/conversations/${id}/unread`, z.void(), { method: "POST" }),
    onMutate: (id) => {
      changeKnown(queries, id, (known) => ({ ...known, unread: Math.min(1, known.messageCount) }));
    },
  });
}

type Assignment = {
  conversationId: string;
  /** Null for nobody. */
  assignee: Conversation["assignee"];
};

/** Shown at once; it goes back to whoever had it when the desk says no. */
export function useAssign() {
  const queries = useQueryClient();
  return useMutation<Conversation, RequestError, Assignment, Conversation | undefined>({
    mutationFn: ({ conversationId, assignee }) =>
      requestJson(`/api/conversations/${conversationId}/assignee`, conversation, {
        method: "PUT",
        body: { userId: assignee?.id ?? null },
      }),
    onMutate: ({ conversationId, assignee }) =>
      changeKnown(queries, conversationId, (known) => ({ ...known, assignee })),
    // Into which lists it belongs now, the stream says.
    onSuccess: (next) =>
      queries.setQueryData<Conversation>(conversationKeys.one(next.id), (known) =>
        known && known.revision > next.revision ? known : next,
      ),
    onError: (_error, { conversationId }, before) => {
      // What the stream has said meanwhile is right already.
      changeKnown(queries, conversationId, (known) =>
        before && known.revision === before.revision
          ? { ...known, assignee: before.assignee }
          : known,
      );
    },
  });
}

/** Jelou's start call for a customer who has no open conversation. */
export function useStartConversation() {
  return useMutation<z.output<typeof startedNew>, RequestError, z.input<typeof newConversation>>({
    mutationFn: (body) => requestJson("/api/conversations", startedNew, { method: "POST", body }),
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

"use client";

import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import * as z from "zod/mini";
import { applyToThread, type ThreadData } from "@/lib/conversations/apply-change";
import { conversationKeys } from "@/lib/conversations/query";
import { type Message, message } from "@/lib/conversations/schema";
import { RequestError, requestJson } from "@/lib/http/request-json";
import type { messageInput, noteInput } from "./input";
import { dropUnposted, keepUnposted, recallUnposted } from "./keep-unposted";
import { inTurn, isPassing, withPatience } from "./post-in-turn";
import { type DraftKind, messageAnswer } from "./schema";

/** Of each of several shapes by itself. */
type WithoutClientId<Input> = Input extends unknown ? Omit<Input, "clientId"> : never;

/** What goes out or down as a note, with all that it takes to show it before the desk has answered. */
export type Outgoing = {
  conversationId: string;
  clientId: string;
  author: { id: string; name: string };
  /** As the thread shows it meanwhile. */
  content: Message["content"];
} & (
  | { kind: "message"; type: string; body: WithoutClientId<z.input<typeof messageInput>> }
  | { kind: "note"; body: WithoutClientId<z.input<typeof noteInput>> }
);

/**
 * Posts it, after what was posted before it in the same conversation. Until the desk has taken it, it stands under
 * `unpostedQuery` and in the browser's own store; what the desk didn't take stays there with the error, until it is posted
 * again under the same `clientId` or forgotten.
 */
export function usePost() {
  const queries = useQueryClient();
  return useMutation<Message, RequestError, Outgoing>({
    networkMode: "always",
    onMutate: (outgoing) => putUnposted(queries, outgoing, null),
    mutationFn: (outgoing) =>
      inTurn(turnOf(outgoing), async () => {
        for (const earlier of findHeld(queries, outgoing)) {
          await post(queries, earlier).catch((error: RequestError) => {
            if (!isPassing(error.code)) return;
            // It would come before what was written before it.
            putUnposted(queries, outgoing, error);
            throw error;
          });
        }
        return post(queries, outgoing);
      }),
  });
}

/**
 * When the desk has all of the answers that were posted: a close that overtook them would shut the conversation to them.
 * @throws RequestError when it hasn't taken one of them
 */
export async function untilPosted(queries: QueryClient, conversationId: string) {
  await inTurn(turnOf({ kind: "message", conversationId }), async () => {});
  const left = listUnposted(queries, conversationId).find(
    ({ outgoing, error }) => outgoing.kind === "message" && error,
  );
  if (left?.error)
    throw new RequestError(left.error.code as RequestError["code"], left.error.message);
}

async function post(queries: QueryClient, outgoing: Outgoing): Promise<Message> {
  putUnposted(queries, outgoing, null);
  try {
    const posted = await withPatience((signal) => request(outgoing, signal));
    showInThread(queries, posted);
    forgetUnposted(queries, outgoing.conversationId, outgoing.clientId);
    return posted;
  } catch (error) {
    const { code, message: words, body } = error as RequestError;
    const { reason } = refusal.safeParse(body).data ?? {};
    putUnposted(queries, outgoing, { code: reason ?? code, message: words });
    throw error;
  }
}

/** Of several things that a 409 may mean, the one it is. */
const refusal = z.object({ reason: z.string() });

/** `keepalive`: who closes the page right after Enter has sent it. */
async function request({ conversationId, clientId, kind, body }: Outgoing, signal: AbortSignal) {
  const path = `/api/conversations/${conversationId}/${kind === "note" ? "notes" : "messages"}`;
  const options = { method: "POST", body: { ...body, clientId }, signal, keepalive: true } as const;
  return kind === "note"
    ? requestJson(path, message, options)
    : (await requestJson(path, messageAnswer, options)).message;
}

export type Unposted = {
  outgoing: Outgoing;
  at: number;
  /** Null while it is on its way to the desk. */
  error: Message["error"];
};

const unpostedKey = (conversationId: string) => ["unposted", conversationId] as const;

/** What the desk hasn't taken yet, oldest first. The thread shows them behind all else, but for those it has already. */
export const unpostedQuery = (conversationId: string) =>
  queryOptions({
    queryKey: unpostedKey(conversationId),
    queryFn: () => [] as Unposted[],
    initialData: [] as Unposted[],
    gcTime: Number.POSITIVE_INFINITY,
    enabled: false,
  });

const turnOf = ({ kind, conversationId }: Pick<Outgoing, "kind" | "conversationId">) =>
  `${kind} ${conversationId}`;

const listUnposted = (queries: QueryClient, conversationId: string) =>
  queries.getQueryData<Unposted[]>(unpostedKey(conversationId)) ?? [];

/** What was written before it and only lacked a desk to take it. */
function findHeld(queries: QueryClient, { conversationId, clientId, kind }: Outgoing) {
  const all = listUnposted(queries, conversationId);
  return all
    .slice(
      0,
      all.findIndex(({ outgoing }) => outgoing.clientId === clientId),
    )
    .filter(({ outgoing, error }) => outgoing.kind === kind && error && isPassing(error.code))
    .map(({ outgoing }) => outgoing);
}

function putUnposted(queries: QueryClient, outgoing: Outgoing, error: Unposted["error"]) {
  const { conversationId, clientId } = outgoing;
  const all = listUnposted(queries, conversationId);
  const known = all.find((each) => each.outgoing.clientId === clientId);
  const next: Unposted = {
    outgoing,
    at: known?.at ?? Date.now(),
    error: error && { code: error.code, message: error.message },
  };
  keepUnposted(next);
  queries.setQueryData<Unposted[]>(
    unpostedKey(conversationId),
    known ? all.map((each) => (each === known ? next : each)) : [...all, next],
  );
}

export function forgetUnposted(queries: QueryClient, conversationId: string, clientId: string) {
  const all = listUnposted(queries, conversationId);
  const known = all.find((each) => each.outgoing.clientId === clientId);
  if (!known) return;
  dropUnposted(known.outgoing);
  queries.setQueryData<Unposted[]>(
    unpostedKey(conversationId),
    all.filter((each) => each !== known),
  );
}

/** So long after it was posted one may think that it is still on its way. */
const onItsWayMs = 60_000;

/** Brings back what the desk hadn't taken when the page was left; what was just on its way goes on. */
export function useRecalledPosts(userId: string, conversationId: string) {
  const queries = useQueryClient();
  const { mutate } = usePost();
  useEffect(() => {
    const known = listUnposted(queries, conversationId).map(({ outgoing }) => outgoing.clientId);
    const recalled = recallUnposted(userId, conversationId).filter(
      ({ outgoing }) => !known.includes(outgoing.clientId),
    );
    if (recalled.length === 0) return;
    const left = { code: "offline", message: "The page was left before the desk had taken it." };
    queries.setQueryData<Unposted[]>(unpostedKey(conversationId), (all = []) =>
      [...recalled.map((each) => ({ ...each, error: each.error ?? left })), ...all].toSorted(
        (a, b) => a.at - b.at,
      ),
    );
    for (const { outgoing, at, error } of recalled)
      if (error === null && Date.now() - at < onItsWayMs) mutate(outgoing);
  }, [queries, mutate, userId, conversationId]);
}

/** The stream may have brought it already, or something newer of it. */
function showInThread(queries: QueryClient, shown: Message) {
  const { conversationId } = shown;
  queries.setQueryData<ThreadData>(conversationKeys.thread(conversationId), (data) =>
    !data || data.pages.some((page) => page.items.some((item) => item.id === shown.id))
      ? data
      : applyToThread(data, [{ kind: "message", conversationId, message: shown }], conversationId),
  );
}

/** Of one that has failed: try it for another minute, or give it up. */
export function useMessageStep(step: "retry" | "discard") {
  const queries = useQueryClient();
  return useMutation<Message, RequestError, Pick<Message, "id">>({
    mutationFn: async ({ id }) =>
      (await requestJson(`/api/messages/${id}/${step}`, messageAnswer, { method: "POST" })).message,
    onSuccess: (changed) => {
      const { conversationId } = changed;
      queries.setQueryData<ThreadData>(
        conversationKeys.thread(conversationId),
        (data) =>
          data &&
          applyToThread(
            data,
            [{ kind: "message", conversationId, message: changed }],
            conversationId,
          ),
      );
    },
  });
}

/** `keepalive` where the page is being left. */
export const saveDraft = (
  conversationId: string,
  kind: DraftKind,
  text: string,
  { keepalive = false } = {},
) =>
  requestJson(`/api/conversations/${conversationId}/drafts/${kind}`, z.void(), {
    method: "PUT",
    body: { text },
    keepalive,
  });

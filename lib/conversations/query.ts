import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { requestJson, withQuery } from "@/lib/http/request-json";
import type { ListFilter } from "./apply-change";
import type { MatchParams } from "./input";
import {
  botList,
  conversation,
  conversationPage,
  counts,
  matching,
  messagePage,
  story,
} from "./schema";

const pageSize = 50;

export const conversationKeys = {
  all: ["conversations"] as const,
  lists: ["conversations", "list"] as const,
  counts: ["conversations", "counts"] as const,
  one: (id: string) => ["conversations", "one", id] as const,
  story: (id: string) => ["conversations", "story", id] as const,
  matching: ["conversations", "matching"] as const,
  bots: ["conversations", "bots"] as const,
  thread: (id: string) => ["conversations", "thread", id] as const,
};

export const conversationListQuery = (filter: ListFilter) =>
  infiniteQueryOptions({
    queryKey: [...conversationKeys.lists, filter] as const,
    queryFn: ({ pageParam, signal }) =>
      requestJson(
        withQuery("/api/conversations", { ...filter, cursor: pageParam, limit: pageSize }),
        conversationPage,
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });

export const conversationCountsQuery = (project: string | undefined) =>
  queryOptions({
    queryKey: [...conversationKeys.counts, project] as const,
    queryFn: ({ signal }) =>
      requestJson(withQuery("/api/conversations/counts", { project }), counts, { signal }),
  });

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: conversationKeys.one(id),
    queryFn: ({ signal }) => requestJson(`/api/conversations/${id}`, conversation, { signal }),
  });

export const threadQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: conversationKeys.thread(id),
    queryFn: ({ pageParam, signal }) =>
      requestJson(
        withQuery(`/api/conversations/${id}/messages`, { before: pageParam, limit: pageSize }),
        messagePage,
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });

/** Read anew with each revision of the conversation. */
export const storyQuery = (id: string, revision: number) =>
  queryOptions({
    queryKey: [...conversationKeys.story(id), revision] as const,
    queryFn: async ({ signal }) =>
      (await requestJson(`/api/conversations/${id}/story`, story, { signal })).items,
  });

/** The bots that have had conversations in a project. */
export const botsQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...conversationKeys.bots, projectId] as const,
    queryFn: async ({ signal }) =>
      (await requestJson(`/api/projects/${projectId}/bots`, botList, { signal })).items,
  });

/** How many match right now: asked when somebody wants them all. */
export const matchingQuery = (params: MatchParams) =>
  queryOptions({
    queryKey: [...conversationKeys.matching, params] as const,
    queryFn: async ({ signal }) =>
      (await requestJson(withQuery("/api/conversations/matching", params), matching, { signal }))
        .total,
    staleTime: 0,
    gcTime: 0,
  });

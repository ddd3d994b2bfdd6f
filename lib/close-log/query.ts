import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { requestJson, withQuery } from "@/lib/http/request-json";
import type { LogFilter } from "./input";
import { logPage, logSummary } from "./schema";

const pageSize = 50;
/** A missing confirmation is news that nothing announces. */
const lookAgainMs = 60_000;

export const closeLogKeys = {
  all: ["closes"] as const,
  lists: ["closes", "list"] as const,
  summaries: ["closes", "summary"] as const,
};

export const closeLogQuery = (filter: LogFilter) =>
  infiniteQueryOptions({
    queryKey: [...closeLogKeys.lists, filter] as const,
    queryFn: ({ pageParam, signal }) =>
      requestJson(
        withQuery("/api/closes", { ...filter, cursor: pageParam, limit: pageSize }),
        logPage,
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: lookAgainMs,
  });

/** `offset`: minutes that the viewer's clock is ahead of UTC. */
export const closeSummaryQuery = (filter: LogFilter, offset: number) =>
  queryOptions({
    queryKey: [...closeLogKeys.summaries, filter, offset] as const,
    queryFn: ({ signal }) =>
      requestJson(withQuery("/api/closes/summary", { ...filter, offset }), logSummary, { signal }),
    placeholderData: keepPreviousData,
  });

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { requestJson, withQuery } from "@/lib/http/request-json";
import { type BulkItem, bulkClose, bulkList } from "./schema";

export const bulkKeys = { all: ["bulk-closes"] as const };

const pageSize = 1_000;
const whileRunningMs = 1_000;

/** The viewer's jobs, newest first; read again every second while one goes on. */
export const bulkListQuery = () =>
  queryOptions({
    queryKey: [...bulkKeys.all, "list"],
    queryFn: async ({ signal }) =>
      (await requestJson("/api/bulk-closes", bulkList, { signal })).items,
    refetchInterval: ({ state }) =>
      state.data?.some((job) => job.endedAt === null || job.done < job.total)
        ? whileRunningMs
        : false,
  });

export const bulkItemsQuery = (id: string, result: BulkItem["result"], isRunning = false) =>
  infiniteQueryOptions({
    queryKey: [...bulkKeys.all, "items", id, result],
    queryFn: ({ pageParam, signal }) =>
      requestJson(
        withQuery(`/api/bulk-closes/${id}`, {
          result: result ?? undefined,
          cursor: pageParam,
          limit: pageSize,
        }),
        bulkClose,
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    refetchInterval: isRunning ? 2 * whileRunningMs : false,
  });

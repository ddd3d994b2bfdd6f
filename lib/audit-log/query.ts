import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { requestJson, withQuery } from "@/lib/http/request-json";
import type { AuditFilter } from "./input";
import { auditPage } from "./schema";

const pageSize = 50;
/** How often one looks whether there is more than what is shown. */
const lookAgainMs = 30_000;

const auditKeys = { all: ["audit"] as const, newest: ["audit", "newest"] as const };

/** Where it is read from, as a page or as a table. */
export const auditAddress = (path: string, { action, ...filter }: AuditFilter, rest: Page = {}) =>
  withQuery(path, { ...filter, action: action?.join(","), ...rest });

type Page = { cursor?: string | undefined; limit?: number };

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: [...auditKeys.all, "list", filter] as const,
    queryFn: ({ pageParam, signal }) =>
      requestJson(
        auditAddress("/api/audit", filter, { cursor: pageParam, limit: pageSize }),
        auditPage,
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });

/** The id of the newest there is; null where there is none. */
export const newestAuditQuery = (filter: AuditFilter) =>
  queryOptions({
    queryKey: [...auditKeys.newest, filter] as const,
    queryFn: async ({ signal }) => {
      const page = await requestJson(auditAddress("/api/audit", filter, { limit: 1 }), auditPage, {
        signal,
      });
      return page.items[0]?.id ?? null;
    },
    refetchInterval: lookAgainMs,
  });

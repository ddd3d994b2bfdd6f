import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { requestJson, withQuery } from "@/lib/http/request-json";
import type { DeliveryFilter } from "./input";
import { alarmList, deliveryDetail, deliveryPage } from "./schema";

const pageSize = 50;
/** The stream carries no deliveries. */
const newOnesMs = 5_000;
const alarmsMs = 60_000;
/** Reading more pages than this anew every few seconds is for nobody. */
const mostPagesAnew = 2;

export const deliveryKeys = {
  all: ["deliveries"] as const,
  lists: ["deliveries", "list"] as const,
};

/** `within`: of the last so many milliseconds; `isWatched`: whether the newest are in sight. */
export type DeliveryWish = Omit<DeliveryFilter, "from" | "to"> & { within?: number | undefined };

export const deliveriesQuery = ({ within, ...filter }: DeliveryWish, isWatched: boolean) =>
  infiniteQueryOptions({
    queryKey: [...deliveryKeys.lists, filter, within] as const,
    queryFn: ({ pageParam, signal }) => {
      const from = within === undefined ? undefined : Date.now() - within;
      const params = { ...filter, from, cursor: pageParam, limit: pageSize };
      return requestJson(withQuery("/api/deliveries", params), deliveryPage, { signal });
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: newOnesMs,
    refetchInterval: ({ state }) =>
      isWatched && (state.data?.pages.length ?? 0) <= mostPagesAnew && newOnesMs,
  });

/** What comes again is counted there, so it isn't kept. */
export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: [...deliveryKeys.all, id] as const,
    queryFn: ({ signal }) =>
      requestJson(`/api/deliveries/${encodeURIComponent(id)}`, deliveryDetail, { signal }),
    staleTime: 0,
  });

export const alarmsQuery = () =>
  queryOptions({
    queryKey: ["alarms"] as const,
    queryFn: async ({ signal }) => (await requestJson("/api/alarms", alarmList, { signal })).items,
    refetchInterval: alarmsMs,
    staleTime: newOnesMs,
    retry: false,
  });

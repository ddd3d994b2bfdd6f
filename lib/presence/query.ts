import { queryOptions } from "@tanstack/react-query";
import { requestJson } from "@/lib/http/request-json";
import { presentList } from "./schema";

/** Who is in a conversation now; the stream keeps it right. */
export const presenceQuery = (conversationId: string) =>
  queryOptions({
    queryKey: ["presence", conversationId] as const,
    queryFn: async ({ signal }) =>
      (await requestJson(`/api/conversations/${conversationId}/presence`, presentList, { signal }))
        .items,
    staleTime: 0,
  });

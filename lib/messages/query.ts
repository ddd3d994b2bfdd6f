import { queryOptions } from "@tanstack/react-query";
import { requestJson } from "@/lib/http/request-json";
import { draftList } from "./schema";

/** What one was writing when one last left, on whatever device; read anew each time one comes back. */
export const draftsQuery = (conversationId: string) =>
  queryOptions({
    queryKey: ["drafts", conversationId] as const,
    queryFn: async ({ signal }) =>
      (await requestJson(`/api/conversations/${conversationId}/drafts`, draftList, { signal }))
        .items,
    staleTime: 0,
    gcTime: 0,
  });

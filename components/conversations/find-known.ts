import type { QueryClient } from "@tanstack/react-query";
import { findInPages, type ListData } from "@/lib/conversations/apply-change";
import { conversationKeys } from "@/lib/conversations/query";
import type { Conversation } from "@/lib/conversations/schema";

/** The conversation as the screen has it already: on its own, or as a row of a list. */
export function findKnown(queries: QueryClient, id: string): Conversation | undefined {
  const one = queries.getQueryData<Conversation>(conversationKeys.one(id));
  if (one) return one;
  for (const [, data] of queries.getQueriesData<ListData>({ queryKey: conversationKeys.lists })) {
    const row = data && findInPages(data.pages, id);
    if (row) return row;
  }
  return undefined;
}

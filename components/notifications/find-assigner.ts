import type { QueryClient } from "@tanstack/react-query";
import { storyQuery } from "@/lib/conversations/query";
import type { SharedConversation } from "@/lib/conversations/schema";

/** An assignment and the change that tells of it are made at one time, by one clock. */
const sameTimeMs = 10_000;

/** The name of who has just given the conversation to this agent; undefined when it was himself, or when it was before. */
export async function findAssigner(
  queries: QueryClient,
  { id, revision, updatedAt }: SharedConversation,
  me: string,
): Promise<string | undefined> {
  const items = await queries.fetchQuery(storyQuery(id, revision)).catch(() => []);
  const last = items.findLast((item) => item.kind === "assigned");
  if (last?.kind !== "assigned" || last.to?.id !== me || last.by.id === me) return undefined;
  return updatedAt - last.at < sameTimeMs ? last.by.name : undefined;
}

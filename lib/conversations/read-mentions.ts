import { sql } from "kysely";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/store";

/** How many conversations of these projects, none of this agent's own unread ones, have a note for him that he hasn't seen. */
export async function countMentioned(scope: Scope, projectIds: string[], most: number) {
  const some = db()
    .selectFrom("mentions")
    .innerJoin("conversations", "conversations.id", "mentions.conversation_id")
    .select("conversations.id")
    .distinct()
    .where("mentions.user_id", "=", scope.agentId)
    .where("mentions.seen_at", "is", null)
    .where("conversations.project_id", "in", [...projectIds, ""])
    .where((eb) =>
      eb.or([
        eb("assignee_id", "is", null),
        eb("assignee_id", "!=", scope.agentId),
        eb("in_count", "<=", seenBy(scope.agentId)),
      ]),
    )
    .limit(most);
  const { count } = await db()
    .selectFrom(some.as("some"))
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** How many of a conversation's incoming messages an agent has seen. */
export const seenBy = (agentId: string) =>
  sql<number>`coalesce((select seen_count from reads where user_id = ${agentId}
    and reads.conversation_id = conversations.id), 0)`;

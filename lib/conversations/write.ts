import type { Scope } from "@/lib/auth/scope";
import { db, write } from "@/lib/db/store";
import { findRow } from "./read";

/** Everything that has come in so far counts as seen by this agent. @throws AppError not_found */
export async function markRead(scope: Scope, id: string) {
  const row = await findRow(db(), scope, id);
  const seen = await db()
    .selectFrom("reads")
    .select("seen_count")
    .where("user_id", "=", scope.agentId)
    .where("conversation_id", "=", id)
    .executeTakeFirst();
  if (seen?.seen_count === row.in_count) return;
  await write(async (tx) => {
    await tx
      .insertInto("reads")
      .values({ user_id: scope.agentId, conversation_id: id, seen_count: row.in_count })
      .onConflict((conflict) =>
        conflict.columns(["user_id", "conversation_id"]).doUpdateSet({ seen_count: row.in_count }),
      )
      .execute();
  });
}

import type { Scope } from "@/lib/auth/scope";
import type { Db, Tx } from "@/lib/db/open";
import { db, write } from "@/lib/db/store";
import { appendLive } from "@/lib/live/write";
import { findRow } from "./read";

/** Everything that has come in so far, mentions too, counts as seen by this agent. @throws AppError not_found */
export async function markRead(scope: Scope, id: string) {
  const { in_count } = await findRow(db(), scope, id);
  if ((await seenBy(db(), scope, id)) === in_count && !(await isMentioned(db(), scope, id))) return;
  await write(async (tx) => {
    const row = await findRow(tx, scope, id);
    const wasMentioned = await seeMentions(tx, scope, id);
    const wasUnread = await see(tx, scope, id, row.in_count);
    if (wasMentioned || wasUnread) await tellHim(tx, scope, row);
  });
}

/** Leaves one message unread for this agent, if there is any. @throws AppError not_found */
export async function markUnread(scope: Scope, id: string) {
  await write(async (tx) => {
    const row = await findRow(tx, scope, id);
    if (await see(tx, scope, id, Math.max(0, row.in_count - 1))) await tellHim(tx, scope, row);
  });
}

async function seenBy(connection: Db | Tx, { agentId }: Scope, id: string) {
  const read = await connection
    .selectFrom("reads")
    .select("seen_count")
    .where("user_id", "=", agentId)
    .where("conversation_id", "=", id)
    .executeTakeFirst();
  return read?.seen_count ?? 0;
}

async function isMentioned(connection: Db, { agentId }: Scope, id: string) {
  const unseen = await connection
    .selectFrom("mentions")
    .select("message_id")
    .where("user_id", "=", agentId)
    .where("conversation_id", "=", id)
    .where("seen_at", "is", null)
    .limit(1)
    .executeTakeFirst();
  return unseen !== undefined;
}

/** Whether that is another count than before. */
async function see(tx: Tx, scope: Scope, id: string, seen_count: number) {
  if ((await seenBy(tx, scope, id)) === seen_count) return false;
  await tx
    .insertInto("reads")
    .values({ user_id: scope.agentId, conversation_id: id, seen_count })
    .onConflict((conflict) =>
      conflict.columns(["user_id", "conversation_id"]).doUpdateSet({ seen_count }),
    )
    .execute();
  return true;
}

async function seeMentions(tx: Tx, { agentId }: Scope, id: string) {
  const { numUpdatedRows } = await tx
    .updateTable("mentions")
    .set({ seen_at: Date.now() })
    .where("user_id", "=", agentId)
    .where("conversation_id", "=", id)
    .where("seen_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0;
}

/** On his other devices. */
const tellHim = (
  tx: Tx,
  { agentId }: Scope,
  { id, project_id }: { id: string; project_id: string },
) => appendLive(tx, [{ kind: "read", project_id, conversation_id: id, user_id: agentId }]);

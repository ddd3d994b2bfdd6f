import type { ExpressionBuilder } from "kysely";
import type { Scope } from "@/lib/auth/scope";
import { findRow } from "@/lib/conversations/read";
import type { Db, Tx } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import { db, write } from "@/lib/db/store";
import { appendLive } from "@/lib/live/write";
import { leaseMs, type PresenceState } from "./schema";

type Place = { conversation_id: string; project_id: string };
type Lease = Place & { user_id: string; state: "viewing" | "typing" };

/** What one does in a conversation, good for `leaseMs`. Others are told of a change alone. @throws AppError not_found */
export async function announce(scope: Scope, conversationId: string, state: PresenceState) {
  const { project_id } = await findRow(db(), scope, conversationId);
  const place = { conversation_id: conversationId, project_id };
  if (state === "gone") return write((tx) => leave(tx, place, scope.agentId));
  const lease = { ...place, user_id: scope.agentId, state };
  if (await renew(db(), lease)) return;
  // Another request of his may have taken it meanwhile.
  await write(async (tx) => (await renew(tx, lease)) || take(tx, lease));
}

async function renew(connection: Db | Tx, { conversation_id, user_id, state }: Lease) {
  const now = Date.now();
  const { numUpdatedRows } = await connection
    .updateTable("presence")
    .set({ expires_at: now + leaseMs })
    .where("conversation_id", "=", conversation_id)
    .where("user_id", "=", user_id)
    .where("state", "=", state)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  return numUpdatedRows > 0;
}

async function take(tx: Tx, lease: Lease) {
  const until = { state: lease.state, expires_at: Date.now() + leaseMs };
  await tx
    .insertInto("presence")
    .values({ ...lease, ...until })
    .onConflict((conflict) => conflict.columns(["conversation_id", "user_id"]).doUpdateSet(until))
    .execute();
  await tell(tx, [lease]);
}

async function leave(tx: Tx, place: Place, userId: string) {
  const { numDeletedRows } = await tx
    .deleteFrom("presence")
    .where("conversation_id", "=", place.conversation_id)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  if (numDeletedRows > 0) await tell(tx, [place]);
}

/**
 * Ends the leases that nobody renewed, and those of people who are not signed in any more. Of several processes one
 * deletes a row, and that one tells of it.
 * @returns when the next one runs out, if there is any
 */
export async function endLeases(): Promise<number | undefined> {
  const now = Date.now();
  const hasEnded = (eb: ExpressionBuilder<Database, "presence">) => {
    const session = eb
      .selectFrom("sessions")
      .select("sessions.id")
      .whereRef("sessions.user_id", "=", "presence.user_id")
      .where("sessions.expires_at", ">", now);
    return eb.or([eb("presence.expires_at", "<=", now), eb.not(eb.exists(session))]);
  };
  const leases = await db()
    .selectFrom("presence")
    .select((eb) => ["expires_at", hasEnded(eb).as("ended")])
    .orderBy("expires_at")
    .execute();
  if (leases.some(({ ended }) => ended)) {
    await write(async (tx) => {
      const ended = await tx
        .deleteFrom("presence")
        .where(hasEnded)
        .returning(["conversation_id", "project_id"])
        .execute();
      await tell(tx, ended);
    });
  }
  return leases.find(({ ended }) => !ended)?.expires_at;
}

const tell = (tx: Tx, places: Place[]) =>
  appendLive(
    tx,
    places.map(({ conversation_id, project_id }) => ({
      kind: "presence",
      conversation_id,
      project_id,
    })),
  );

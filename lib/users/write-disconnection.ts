import { recordAudit } from "@/lib/audit/write";
import { endSessionsOf, type Session } from "@/lib/auth/sessions";
import type { Tx } from "@/lib/db/open";
import { write } from "@/lib/db/store";
import { AppError } from "@/lib/errors";

/** Ends his other sessions too. @throws AppError conflict when he would have no way in any more */
export async function disconnectIdentities({ id, user }: Session) {
  await write(async (tx) => {
    const row = await tx
      .selectFrom("users")
      .select("password_hash")
      .where("id", "=", user.id)
      .executeTakeFirst();
    if (!row?.password_hash)
      throw new AppError("conflict", "You have no password yet. Ask an admin for a link first.");
    if (await removeIdentities(tx, user.id, user.id)) await endSessionsOf(tx, user.id, id);
  });
}

/** Whether there were any. */
export async function removeIdentities(tx: Tx, userId: string, actorId: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom("identities")
    .where("user_id", "=", userId)
    .returning("issuer")
    .execute();
  if (gone.length === 0) return false;
  const subject = { kind: "user" as const, id: userId };
  await recordAudit(tx, { action: "identity.unlinked", actorId, subject });
  return true;
}

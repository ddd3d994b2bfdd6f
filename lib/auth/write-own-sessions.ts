import { recordAudit } from "@/lib/audit/write";
import { db, write } from "@/lib/db/store";
import { notFound } from "@/lib/errors";
import { publicId } from "./read-sessions";
import { endSession, endSessionsOf, type Session } from "./sessions";

/** @throws AppError not_found for one that has ended or is somebody else's */
export async function endOwnSession({ user }: Session, id: string) {
  const rows = await db()
    .selectFrom("sessions")
    .select("id")
    .where("user_id", "=", user.id)
    .where("expires_at", ">", Date.now())
    .execute();
  const found = rows.find((row) => publicId(row.id) === id);
  if (!found) throw notFound("session");
  await endSession(found.id);
}

/** All but the one that asks for it. */
export async function endOtherSessions({ id, user }: Session) {
  await write(async (tx) => {
    const ended = await endSessionsOf(tx, user.id, id);
    if (ended === 0) return;
    const subject = { kind: "user", id: user.id } as const;
    const detail = { ended };
    await recordAudit(tx, { action: "session.ended", actorId: user.id, subject, detail });
  });
}

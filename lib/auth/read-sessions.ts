import { createHash } from "node:crypto";
import { db } from "@/lib/db/store";
import type { OwnSession, SecondFactor } from "./account-schema";
import type { Session } from "./sessions";

/** What a session is called outside: its own id is what the cookie vouches for. */
export const publicId = (sessionId: string) =>
  createHash("sha256").update(`session:${sessionId}`).digest("base64url");

/** Where somebody is signed in: here first, then the last used. */
export async function listOwnSessions({ id, user }: Session): Promise<OwnSession[]> {
  const rows = await db()
    .selectFrom("sessions")
    .selectAll()
    .where("user_id", "=", user.id)
    .where("expires_at", ">", Date.now())
    .execute();
  const lastUse = (row: (typeof rows)[number]) =>
    row.id === id ? Number.POSITIVE_INFINITY : (row.seen_at ?? row.created_at);
  return rows
    .toSorted((a, b) => lastUse(b) - lastUse(a))
    .map((row) => ({
      id: publicId(row.id),
      current: row.id === id,
      method: row.method,
      address: row.address,
      userAgent: row.user_agent,
      createdAt: row.created_at,
      seenAt: row.seen_at,
      expiresAt: row.expires_at,
    }));
}

export async function getSecondFactor({ user }: Session): Promise<SecondFactor> {
  const { totp_since } = await db()
    .selectFrom("users")
    .select("totp_since")
    .where("id", "=", user.id)
    .executeTakeFirstOrThrow();
  const { left } = await db()
    .selectFrom("recovery_codes")
    .select((eb) => eb.fn.countAll<number>().as("left"))
    .where("user_id", "=", user.id)
    .where("used_at", "is", null)
    .executeTakeFirstOrThrow();
  return { since: totp_since, recoveryCodesLeft: Number(left) };
}

import { v4 as randomId } from "uuid";
import { recordAudit } from "@/lib/audit/write";
import type { Db, Tx } from "@/lib/db/open";
import { db, write } from "@/lib/db/store";
import { appendLive } from "@/lib/live/write";
import { requestFacts } from "@/lib/request-facts";
import { noteSeen } from "./note-seen";
import type { Locale, Role, Theme } from "./schema";
import { mintScope, type Scope } from "./scope";

/** A shift and some: after it one signs in again. */
export const sessionLifeMs = 12 * 3_600_000;

export type Session = {
  id: string;
  scope: Scope;
  user: {
    id: string;
    email: string;
    name: string;
    role: Role;
    locale: Locale | null;
    theme: Theme | null;
  };
};

/** A new session of somebody who has proven who he is, in the transaction that notes it. */
export async function startSession(
  tx: Tx,
  userId: string,
  method: "password" | "oidc",
  detail: { secondFactor?: "totp" | "recovery" } = {},
) {
  const id = randomId();
  const now = Date.now();
  const facts = requestFacts();
  await tx.deleteFrom("sessions").where("expires_at", "<", now).execute();
  await tx
    .insertInto("sessions")
    .values({
      id,
      user_id: userId,
      created_at: now,
      expires_at: now + sessionLifeMs,
      method,
      address: facts?.address ?? null,
      user_agent: facts?.userAgent ?? null,
      seen_at: now,
    })
    .execute();
  await tx.updateTable("users").set({ signed_in_at: now }).where("id", "=", userId).execute();
  await recordAudit(tx, {
    action: "session.started",
    actorId: userId,
    subject: { kind: "user", id: userId },
    detail: { method, ...detail },
  });
  return id;
}

/** The session as the database has it now, or null when it ended or its user may not work any more. */
export async function findSession(sessionId: string): Promise<Session | null> {
  const row = await db()
    .selectFrom("sessions")
    .innerJoin("users", "users.id", "sessions.user_id")
    .select(["users.id", "users.email", "users.name", "users.role", "users.locale", "users.theme"])
    .select("sessions.seen_at")
    .where("sessions.id", "=", sessionId)
    .where("sessions.expires_at", ">", Date.now())
    .where("users.active", "=", 1)
    .executeTakeFirst();
  if (!row) return null;
  const { seen_at, ...found } = row;
  noteSeen(sessionId, seen_at);
  const locale = found.locale as Locale | null;
  const user = { ...found, locale, theme: found.theme as Theme | null };
  return { id: sessionId, user, scope: await readScope(db(), found) };
}

/** What a user may see and do now, for work that goes on without him; null when he may not work any more. */
export async function findScope(connection: Db | Tx, userId: string): Promise<Scope | null> {
  const row = await connection
    .selectFrom("users")
    .select(["id", "role"])
    .where("id", "=", userId)
    .where("active", "=", 1)
    .executeTakeFirst();
  return row ? readScope(connection, row) : null;
}

async function readScope(connection: Db | Tx, { id, role }: { id: string; role: Role }) {
  if (role === "admin") return mintScope(id, role, []);
  const projects = await connection
    .selectFrom("user_projects")
    .select("project_id")
    .where("user_id", "=", id)
    .execute();
  return mintScope(
    id,
    role,
    projects.map((project) => project.project_id),
  );
}

/** By whose it is. */
export async function endSession(sessionId: string) {
  await write(async (tx) => {
    const row = await tx
      .deleteFrom("sessions")
      .where("id", "=", sessionId)
      .returning("user_id")
      .executeTakeFirst();
    if (!row) return;
    const { user_id } = row;
    await appendLive(tx, [{ kind: "user", user_id }]);
    const subject = { kind: "user", id: user_id } as const;
    await recordAudit(tx, { action: "session.ended", actorId: user_id, subject });
  });
}

/** Ends all sessions of a user but `except`; his open streams are closed as soon as the hub hears of it. @returns how many */
export async function endSessionsOf(tx: Tx, userId: string, except?: string) {
  let query = tx.deleteFrom("sessions").where("user_id", "=", userId);
  if (except) query = query.where("id", "!=", except);
  const { numDeletedRows } = await query.executeTakeFirstOrThrow();
  await appendLive(tx, [{ kind: "user", user_id: userId }]);
  return Number(numDeletedRows);
}

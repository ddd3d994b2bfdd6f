import { v4 as randomId } from "uuid";
import type { Db, Tx } from "@/lib/db/open";
import { db, write } from "@/lib/db/store";
import { appendLive } from "@/lib/live/write";
import { checkPassword } from "./hash-password";
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

/** The user and a new session of his, or null when the e-mail or the password is wrong or the user is disabled. */
export async function signIn(email: string, password: string) {
  const user = await db()
    .selectFrom("users")
    .select(["id", "email", "name", "password_hash", "active"])
    .where("email", "=", email)
    .executeTakeFirst();
  const right = await checkPassword(password, user?.active ? user.password_hash : undefined);
  if (!user || !right) return null;
  const sessionId = randomId();
  const now = Date.now();
  await write(async (tx) => {
    await tx.deleteFrom("sessions").where("expires_at", "<", now).execute();
    await tx
      .insertInto("sessions")
      .values({ id: sessionId, user_id: user.id, created_at: now, expires_at: now + sessionLifeMs })
      .execute();
  });
  return { id: user.id, email: user.email, name: user.name, sessionId };
}

/** The session as the database has it now, or null when it ended or its user may not work any more. */
export async function findSession(sessionId: string): Promise<Session | null> {
  const row = await db()
    .selectFrom("sessions")
    .innerJoin("users", "users.id", "sessions.user_id")
    .select(["users.id", "users.email", "users.name", "users.role", "users.locale", "users.theme"])
    .where("sessions.id", "=", sessionId)
    .where("sessions.expires_at", ">", Date.now())
    .where("users.active", "=", 1)
    .executeTakeFirst();
  if (!row) return null;
  const user = { ...row, locale: row.locale as Locale | null, theme: row.theme as Theme | null };
  return { id: sessionId, user, scope: await readScope(db(), row) };
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

export async function endSession(sessionId: string) {
  await write(async (tx) => {
    const row = await tx
      .deleteFrom("sessions")
      .where("id", "=", sessionId)
      .returning("user_id")
      .executeTakeFirst();
    if (row) await appendLive(tx, [{ kind: "user", user_id: row.user_id }]);
  });
}

/** Ends all sessions of a user but `except`; his open streams are closed as soon as the hub hears of it. */
export async function endSessionsOf(tx: Tx, userId: string, except?: string) {
  let query = tx.deleteFrom("sessions").where("user_id", "=", userId);
  if (except) query = query.where("id", "!=", except);
  await query.execute();
  await appendLive(tx, [{ kind: "user", user_id: userId }]);
}

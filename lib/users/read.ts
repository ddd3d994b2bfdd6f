import { type Scope, seesProject } from "@/lib/auth/scope";
import type { Session } from "@/lib/auth/sessions";
import type { Db, Tx } from "@/lib/db/open";
import { db } from "@/lib/db/store";
import { env } from "@/lib/env";
import { AppError, notFound } from "@/lib/errors";
import { type Account, type Colleague, type Preferences, preferences, type User } from "./schema";

const columns = [
  "id",
  "email",
  "name",
  "role",
  "active",
  "password_hash",
  "totp_since",
  "signed_in_at",
  "created_at",
  "updated_at",
] as const;

/** @throws AppError forbidden for all but admins */
export async function listUsers(scope: Scope): Promise<User[]> {
  requireAdmin(scope);
  const rows = await db()
    .selectFrom("users")
    .select(columns)
    .orderBy("name")
    .orderBy("id")
    .execute();
  const memberships = await db().selectFrom("user_projects").selectAll().execute();
  const connected = new Set(
    (await db().selectFrom("identities").select("user_id").execute()).map((each) => each.user_id),
  );
  const links = await listOpenLinks();
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    active: row.active === 1,
    projectIds: memberships.flatMap((each) => (each.user_id === row.id ? each.project_id : [])),
    hasPassword: row.password_hash !== "",
    secondFactor: row.totp_since !== null,
    connected: connected.has(row.id),
    signedInAt: row.signed_in_at,
    linkUntil: links.get(row.id) ?? null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }));
}

async function listOpenLinks() {
  const rows = await db()
    .selectFrom("one_time_links")
    .select(["user_id", "expires_at"])
    .where("used_at", "is", null)
    .where("expires_at", ">", Date.now())
    .orderBy("expires_at")
    .execute();
  return new Map(rows.map((row) => [row.user_id, row.expires_at]));
}

/** @throws AppError forbidden, not_found */
export async function getUser(scope: Scope, id: string): Promise<User> {
  const found = (await listUsers(scope)).find((user) => user.id === id);
  if (!found) throw notFound("user");
  return found;
}

export async function getAccount({ user }: Session): Promise<Account> {
  const row = await db()
    .selectFrom("users")
    .leftJoin("identities", "identities.user_id", "users.id")
    .select(["preferences", "password_hash", "identities.subject"])
    .where("id", "=", user.id)
    .executeTakeFirst();
  const { oidc } = env();
  return {
    ...user,
    hasPassword: Boolean(row?.password_hash),
    provider: oidc ? { name: oidc.name, isConnected: Boolean(row?.subject) } : null,
    preferences: parsePreferences(row?.preferences ?? null),
  };
}

/** Whatever an older or newer desk has stored: what can't be read falls back to what it is at first. */
export function parsePreferences(stored: string | null): Preferences {
  const found = preferences.safeParse(stored === null ? {} : tryJson(stored));
  return found.data ?? preferences.parse({});
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Who may work in a project, by name. @throws AppError not_found */
export async function listColleagues(scope: Scope, projectId: string): Promise<Colleague[]> {
  const project =
    seesProject(scope, projectId) &&
    (await db().selectFrom("projects").select("id").where("id", "=", projectId).executeTakeFirst());
  if (!project) throw notFound("project");
  return listPeople(db(), projectId);
}

/** The same, as part of something whose scope has been checked. */
export async function listPeople(connection: Db | Tx, projectId: string): Promise<Colleague[]> {
  const people = await connection
    .selectFrom("users")
    .select(["id", "name", "role"])
    .where("active", "=", 1)
    .where((eb) => {
      const members = eb.selectFrom("user_projects").where("project_id", "=", projectId);
      return eb.or([eb("role", "=", "admin"), eb("id", "in", members.select("user_id"))]);
    })
    .orderBy("id")
    .execute();
  // The two databases don't agree on where an accent sorts.
  return people.toSorted((a, b) => a.name.localeCompare(b.name, "es"));
}

export async function hasUsers(): Promise<boolean> {
  return (await db().selectFrom("users").select("id").limit(1).executeTakeFirst()) !== undefined;
}

export function requireAdmin(scope: Scope) {
  if (scope.role !== "admin") throw new AppError("forbidden", "Only an admin may do this.");
}

/** Who has an admin's session alone must not make his account his own. @throws AppError conflict */
export function requireAnother({ agentId }: Scope, userId: string) {
  if (agentId === userId)
    throw new AppError(
      "conflict",
      "Change your own under Preferences; another admin changes it here.",
    );
}

import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/store";
import { AppError, notFound } from "@/lib/errors";
import type { User } from "./schema";

const columns = ["id", "email", "name", "role", "active", "created_at", "updated_at"] as const;

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
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    active: row.active === 1,
    projectIds: memberships.flatMap((each) => (each.user_id === row.id ? each.project_id : [])),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }));
}

/** @throws AppError forbidden, not_found */
export async function getUser(scope: Scope, id: string): Promise<User> {
  const found = (await listUsers(scope)).find((user) => user.id === id);
  if (!found) throw notFound("user");
  return found;
}

export async function hasUsers(): Promise<boolean> {
  return (await db().selectFrom("users").select("id").limit(1).executeTakeFirst()) !== undefined;
}

export function requireAdmin(scope: Scope) {
  if (scope.role !== "admin") throw new AppError("forbidden", "Only an admin may do this.");
}

import type { Selectable } from "kysely";
import { type Scope, seesProject } from "@/lib/auth/scope";
import type { Db, Tx } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import { db } from "@/lib/db/store";
import { notFound } from "@/lib/errors";
import type { CloseReason, CloseRoute, CloseTemplate } from "./schema";

type Rows = {
  close_reasons: Selectable<Database["close_reasons"]>;
  close_templates: Selectable<Database["close_templates"]>;
  close_routes: Selectable<Database["close_routes"]>;
};

/** In their order. @throws AppError not_found for a project one may not see */
export async function listReasons(scope: Scope, projectId: string): Promise<CloseReason[]> {
  await requireProject(scope, projectId);
  const rows = await db()
    .selectFrom("close_reasons")
    .selectAll()
    .where("project_id", "=", projectId)
    .orderBy("position")
    .orderBy("name")
    .execute();
  return rows.map(toReason);
}

export async function listTemplates(scope: Scope, projectId: string): Promise<CloseTemplate[]> {
  await requireProject(scope, projectId);
  const rows = await db()
    .selectFrom("close_templates")
    .selectAll()
    .where("project_id", "=", projectId)
    .orderBy("name")
    .execute();
  return rows.map(toTemplate);
}

export async function listRoutes(scope: Scope, projectId: string): Promise<CloseRoute[]> {
  await requireProject(scope, projectId);
  const rows = await db()
    .selectFrom("close_routes")
    .selectAll()
    .where("project_id", "=", projectId)
    .orderBy("name")
    .execute();
  return rows.map(toRoute);
}

/** One of a project's own, or undefined. */
export async function findReason(connection: Db | Tx, projectId: string, id: string) {
  const row = await connection
    .selectFrom("close_reasons")
    .selectAll()
    .where("id", "=", id)
    .where("project_id", "=", projectId)
    .executeTakeFirst();
  return row && toReason(row);
}

export async function findTemplate(connection: Db | Tx, projectId: string, id: string) {
  const row = await connection
    .selectFrom("close_templates")
    .selectAll()
    .where("id", "=", id)
    .where("project_id", "=", projectId)
    .executeTakeFirst();
  return row && toTemplate(row);
}

export async function findRoute(connection: Db | Tx, projectId: string, id: string) {
  const row = await connection
    .selectFrom("close_routes")
    .selectAll()
    .where("id", "=", id)
    .where("project_id", "=", projectId)
    .executeTakeFirst();
  return row && toRoute(row);
}

/** @throws AppError not_found */
export async function requireProject(scope: Scope, id: string, connection: Db | Tx = db()) {
  const found =
    seesProject(scope, id) &&
    (await connection.selectFrom("projects").select("id").where("id", "=", id).executeTakeFirst());
  if (!found) throw notFound("project");
}

const toReason = (row: Rows["close_reasons"]): CloseReason => ({
  id: row.id,
  name: row.name,
  order: row.position,
  active: row.active === 1,
  templateId: row.template_id,
  routeId: row.route_id,
});

const toTemplate = (row: Rows["close_templates"]): CloseTemplate => ({
  id: row.id,
  name: row.name,
  texts: JSON.parse(row.texts) as CloseTemplate["texts"],
});

const toRoute = (row: Rows["close_routes"]): CloseRoute => ({
  id: row.id,
  name: row.name,
  skillId: parseTarget(row.skill_id),
  targetId: parseTarget(row.target_id),
});

const parseTarget = (text: string | null) =>
  text === null ? null : (JSON.parse(text) as string | number);

import { v7 as uuid } from "uuid";
import { findChanges } from "@/lib/audit/find-changes";
import type { Scope } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/open";
import { db } from "@/lib/db/store";
import { notFound } from "@/lib/errors";
import type { NewReason, ReasonChange } from "./input";
import { findReason, findRoute, findTemplate } from "./read-setup";
import type { CloseReason } from "./schema";
import {
  changeSetup,
  deleteRow,
  inUse,
  readChoices,
  requireFreeName,
  stamps,
  unknownChoice,
} from "./write-setup";

/** @throws AppError not_found, conflict for a name that is taken, bad_input for a default that the project hasn't */
export async function createReason(
  scope: Scope,
  projectId: string,
  input: NewReason,
): Promise<CloseReason> {
  const id = uuid();
  await changeSetup(scope, projectId, async (tx) => {
    await requireFreeName(tx, "close_reasons", projectId, input.name);
    await requireDefaults(tx, projectId, input);
    const position = await countReasons(tx, projectId);
    await tx
      .insertInto("close_reasons")
      .values({
        id,
        project_id: projectId,
        name: input.name,
        position,
        active: input.active === false ? 0 : 1,
        template_id: input.templateId ?? null,
        route_id: input.routeId ?? null,
        ...stamps(),
      })
      .execute();
    if (input.order !== undefined) await moveReason(tx, projectId, id, input.order);
    return { part: "reason", what: "created", id, name: input.name };
  });
  return (await findReason(db(), projectId, id))!;
}

/** With one kind of default given the other goes. @throws AppError as `createReason` */
export async function changeReason(
  scope: Scope,
  projectId: string,
  id: string,
  change: ReasonChange,
): Promise<CloseReason> {
  await changeSetup(scope, projectId, async (tx) => {
    const known = await findReason(tx, projectId, id);
    if (!known) throw notFound("close reason");
    const { name, active, templateId, routeId } = change;
    if (name !== undefined) await requireFreeName(tx, "close_reasons", projectId, name, id);
    await requireDefaults(tx, projectId, change);
    await tx
      .updateTable("close_reasons")
      .set({
        name: name ?? known.name,
        active: (active ?? known.active) ? 1 : 0,
        template_id: routeId ? null : templateId === undefined ? known.templateId : templateId,
        route_id: templateId ? null : routeId === undefined ? known.routeId : routeId,
        updated_at: Date.now(),
      })
      .where("id", "=", id)
      .execute();
    if (change.order !== undefined) await moveReason(tx, projectId, id, change.order);
    const after = (await findReason(tx, projectId, id)) ?? known;
    const changes = findChanges(known, after, Object.keys(known));
    return { part: "reason", what: "changed", id, name: after.name, changes };
  });
  return (await findReason(db(), projectId, id))!;
}

/** Closes that gave it keep its name. @throws AppError not_found, conflict while closing by itself uses it */
export async function deleteReason(scope: Scope, projectId: string, id: string) {
  await changeSetup(scope, projectId, async (tx) => {
    const { autoClose } = await readChoices(tx, projectId);
    if (autoClose?.reasonId === id) throw inUse("The automatic close gives this reason.");
    const name = await deleteRow(tx, "close_reasons", projectId, id, "close reason");
    await renumber(tx, projectId, await reasonIds(tx, projectId));
    return { part: "reason", what: "deleted", id, name };
  });
}

type Defaults = { templateId?: string | null | undefined; routeId?: string | null | undefined };

async function requireDefaults(tx: Tx, projectId: string, { templateId, routeId }: Defaults) {
  if (templateId && !(await findTemplate(tx, projectId, templateId)))
    throw unknownChoice("templateId", "template");
  if (routeId && !(await findRoute(tx, projectId, routeId)))
    throw unknownChoice("routeId", "route");
}

async function reasonIds(tx: Tx, projectId: string) {
  const rows = await tx
    .selectFrom("close_reasons")
    .select("id")
    .where("project_id", "=", projectId)
    .orderBy("position")
    .orderBy("name")
    .execute();
  return rows.map((row) => row.id);
}

const countReasons = async (tx: Tx, projectId: string) => (await reasonIds(tx, projectId)).length;

async function moveReason(tx: Tx, projectId: string, id: string, order: number) {
  const others = (await reasonIds(tx, projectId)).filter((each) => each !== id);
  await renumber(tx, projectId, others.toSpliced(order, 0, id));
}

async function renumber(tx: Tx, projectId: string, ids: string[]) {
  for (const [position, id] of ids.entries()) {
    await tx
      .updateTable("close_reasons")
      .set({ position })
      .where("id", "=", id)
      .where("project_id", "=", projectId)
      .execute();
  }
}

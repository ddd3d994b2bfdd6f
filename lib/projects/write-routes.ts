import { v7 as uuid } from "uuid";
import { findChanges } from "@/lib/audit/find-changes";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/store";
import { notFound } from "@/lib/errors";
import type { NewRoute, RouteChange } from "./input";
import { findRoute } from "./read-setup";
import type { CloseRoute } from "./schema";
import { changeSetup, deleteRow, inUse, readChoices, requireFreeName, stamps } from "./write-setup";

/** @throws AppError not_found, conflict for a name that is taken */
export async function createRoute(
  scope: Scope,
  projectId: string,
  input: NewRoute,
): Promise<CloseRoute> {
  const id = uuid();
  await changeSetup(scope, projectId, async (tx) => {
    await requireFreeName(tx, "close_routes", projectId, input.name);
    const targets = {
      skill_id: toTarget(input.skillId ?? null),
      target_id: toTarget(input.targetId ?? null),
    };
    await tx
      .insertInto("close_routes")
      .values({ id, project_id: projectId, name: input.name, ...targets, ...stamps() })
      .execute();
    return { part: "route", what: "created", id, name: input.name };
  });
  return (await findRoute(db(), projectId, id))!;
}

/** @throws AppError not_found, conflict for a name that is taken */
export async function changeRoute(
  scope: Scope,
  projectId: string,
  id: string,
  { name, skillId, targetId }: RouteChange,
): Promise<CloseRoute> {
  await changeSetup(scope, projectId, async (tx) => {
    const known = await findRoute(tx, projectId, id);
    if (!known) throw notFound("close route");
    if (name !== undefined) await requireFreeName(tx, "close_routes", projectId, name, id);
    await tx
      .updateTable("close_routes")
      .set({
        ...(name === undefined ? {} : { name }),
        ...(skillId === undefined ? {} : { skill_id: toTarget(skillId) }),
        ...(targetId === undefined ? {} : { target_id: toTarget(targetId) }),
        updated_at: Date.now(),
      })
      .where("id", "=", id)
      .execute();
    const changes = findChanges(known, { name, skillId, targetId }, Object.keys(known));
    return { part: "route", what: "changed", id, name: name ?? known.name, changes };
  });
  return (await findRoute(db(), projectId, id))!;
}

/** Reasons that offered it offer nothing any more. @throws AppError not_found, conflict while the rules name it */
export async function deleteRoute(scope: Scope, projectId: string, id: string) {
  await changeSetup(scope, projectId, async (tx) => {
    const { choices } = await readChoices(tx, projectId);
    if (choices.some((choice) => choice.type === "edge" && choice.routeId === id))
      throw inUse("The default message or the automatic close uses this route.");
    await tx
      .updateTable("close_reasons")
      .set({ route_id: null })
      .where("route_id", "=", id)
      .execute();
    const name = await deleteRow(tx, "close_routes", projectId, id, "close route");
    return { part: "route", what: "deleted", id, name };
  });
}

const toTarget = (target: string | number | null) =>
  target === null ? null : JSON.stringify(target);

import { sql } from "kysely";
import { v7 as uuid } from "uuid";
import type { AuditAction } from "@/lib/audit/schema";
import { recordAudit } from "@/lib/audit/write";
import { type Scope, seesProject } from "@/lib/auth/scope";
import { signalCloser } from "@/lib/conversations/outbox-signal";
import { listMatches } from "@/lib/conversations/read-list";
import { mostMatches } from "@/lib/conversations/schema";
import { advanceClose, findClose } from "@/lib/conversations/write-close";
import type { Tx } from "@/lib/db/open";
import { db, write } from "@/lib/db/store";
import { AppError } from "@/lib/errors";
import { appendLive } from "@/lib/live/write";
import type { BulkInput } from "./input";
import { findJob, getBulkClose } from "./read";
import type { BulkClose } from "./schema";

const usualUndoMs = 5_000;
const firstPage = { limit: 100 };
/** Rows per statement: databases take so many values at once. */
const chunkSize = 500;

/**
 * Plans the close of many conversations: those that match now, fixed as the job's items. The feeder makes closes of them
 * when the undo time is over. @throws AppError bad_input for none or too many, not_found for a project one may not see
 */
export async function createBulkClose(scope: Scope, input: BulkInput): Promise<BulkClose> {
  const { ids, filter, undoMs, ...close } = input;
  const now = Date.now();
  const id = uuid();
  const found = filter
    ? await listMatches(scope, filter, mostMatches + 1)
    : await findGiven(scope, [...new Set(ids)]);
  if (found.length === 0) throw wrongFilter("Nothing matches, so there is nothing to close.");
  if (found.length > mostMatches)
    throw wrongFilter(`More than ${mostMatches} match. Narrow the filter.`);
  await write(async (tx) => {
    const projectIds = [...new Set(found.map((each) => each.projectId))];
    await tx
      .insertInto("bulk_closes")
      .values({
        id,
        requested_by: scope.agentId,
        input: JSON.stringify(close),
        project_ids: JSON.stringify(projectIds),
        state: "waiting",
        total: found.length,
        requested_at: now,
        due_at: now + (undoMs ?? (await readUndoTime(tx, projectIds))),
      })
      .execute();
    for (let start = 0; start < found.length; start += chunkSize) {
      const items = found.slice(start, start + chunkSize).map((each, index) => ({
        bulk_id: id,
        position: start + index,
        conversation_id: each.id,
        project_id: each.projectId,
        state: "queued" as const,
      }));
      await tx.insertInto("bulk_items").values(items).execute();
    }
    await note(tx, scope, "bulk.asked", id, projectIds, {
      count: found.length,
      message: close.message?.type ?? "none",
      ...(close.reasonId ? { reasonId: close.reasonId } : {}),
      by: filter ? "filter" : "ids",
    });
    await tellOwner(tx, scope.agentId);
  });
  signalCloser();
  return getBulkClose(scope, id, firstPage);
}

/** Ends the job: what hasn't been called yet is not called any more. @throws AppError not_found, conflict when it is finished */
export async function stopBulkClose(scope: Scope, id: string): Promise<BulkClose> {
  await write(async (tx) => {
    const job = await findJob(tx, scope, id);
    if (job.state === "finished")
      throw new AppError("conflict", "This job is finished: there is nothing left to stop.");
    if (job.state === "stopped") return;
    const now = Date.now();
    await tx
      .updateTable("bulk_closes")
      .set({ state: "stopped", ended_at: now })
      .where("id", "=", id)
      .execute();
    const queued = () =>
      tx.updateTable("bulk_items").where("bulk_id", "=", id).where("state", "=", "queued");
    // What was to be tried again has failed still: its close says so.
    await queued().set({ state: "planned" }).where("close_id", "is not", null).execute();
    const stopped = JSON.stringify({ code: "stopped", message: "" });
    const skipped = await queued().set({ state: "skipped", error: stopped }).executeTakeFirst();
    const planned = await tx
      .selectFrom("closes")
      .select("id")
      .where("bulk_id", "=", id)
      .where("active", "=", 1)
      .execute();
    for (const each of planned)
      await advanceClose(tx, await findClose(tx, each.id), { kind: "abandon" }, now);
    const detail = { count: Number(skipped.numUpdatedRows) + planned.length };
    await note(tx, scope, "bulk.stopped", id, JSON.parse(job.project_ids) as string[], detail);
    await tellOwner(tx, job.requested_by);
  });
  return getBulkClose(scope, id, firstPage);
}

/** Tries the failed ones once more, and only them. @throws AppError not_found, conflict when none failed */
export async function retryFailed(scope: Scope, id: string): Promise<BulkClose> {
  await write(async (tx) => {
    const job = await findJob(tx, scope, id);
    const { numUpdatedRows } = await tx
      .updateTable("bulk_items")
      .set({ state: "queued", error: null })
      .where("bulk_id", "=", id)
      .where((eb) =>
        eb.or([
          eb("state", "=", "failed"),
          eb.and([
            eb("state", "=", "planned"),
            eb("close_id", "in", (closes) =>
              closes
                .selectFrom("closes")
                .select("closes.id")
                .where("closes.bulk_id", "=", id)
                .where("closes.active", "=", 0)
                .where("closes.state", "in", ["refused", "unknown"]),
            ),
          ]),
        ]),
      )
      .executeTakeFirst();
    if (Number(numUpdatedRows) === 0)
      throw new AppError("conflict", "None of this job has failed.");
    await tx
      .updateTable("bulk_closes")
      .set({ state: "running", ended_at: null })
      .where("id", "=", id)
      .execute();
    const detail = { count: Number(numUpdatedRows) };
    await note(tx, scope, "bulk.retried", id, JSON.parse(job.project_ids) as string[], detail);
    await tellOwner(tx, job.requested_by);
  });
  signalCloser();
  return getBulkClose(scope, id, firstPage);
}

/** One row for a job, not for each of its closes. */
const note = (
  tx: Tx,
  { agentId }: Scope,
  action: AuditAction,
  id: string,
  projectIds: string[],
  detail: Record<string, unknown>,
) =>
  recordAudit(tx, {
    action,
    actorId: agentId,
    subject: { kind: "bulk", id },
    projectId: projectIds.length === 1 ? (projectIds[0] ?? null) : null,
    detail,
  });

/** Whoever follows the job reads it anew. */
export const tellOwner = (tx: Tx, userId: string) =>
  appendLive(tx, [{ kind: "bulk", user_id: userId }]);

/** The ids as given; those that one may not see belong to no project and fail when their turn comes. */
async function findGiven(scope: Scope, ids: string[]) {
  const projects = new Map<string, string>();
  for (let start = 0; start < ids.length; start += chunkSize) {
    const rows = await db()
      .selectFrom("conversations")
      .select(["id", "project_id"])
      .where("id", "in", ids.slice(start, start + chunkSize))
      .execute();
    for (const row of rows)
      if (seesProject(scope, row.project_id)) projects.set(row.id, row.project_id);
  }
  return ids.map((id) => ({ id, projectId: projects.get(id) ?? "" }));
}

/** The longest that the rules of these projects ask for. */
async function readUndoTime(tx: Tx, projectIds: string[]) {
  const row = await tx
    .selectFrom("projects")
    .select(sql<number | null>`max(undo_ms)`.as("longest"))
    .where("id", "in", [...projectIds, ""])
    .executeTakeFirst();
  return row?.longest ?? usualUndoMs;
}

function wrongFilter(message: string) {
  return new AppError("bad_input", message, { fields: { filter: [message] } });
}

import { type Selectable, sql } from "kysely";
import type { Scope } from "@/lib/auth/scope";
import { loadNames } from "@/lib/conversations/read";
import type { Db, Tx } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import { db } from "@/lib/db/store";
import { notFound } from "@/lib/errors";
import type { BulkParams } from "./input";
import type { BulkClose, BulkItem, BulkSummary } from "./schema";

type Job = Selectable<Database["bulk_closes"]>;
type Result = NonNullable<BulkItem["result"]>;

/** Ended jobs are listed for a shift. */
const listedForMs = 12 * 3_600_000;
const mostListed = 3;

/** The viewer's own jobs: those that go on first, then those that ended lately, newest first. */
export async function listBulkCloses(scope: Scope): Promise<BulkSummary[]> {
  const jobs = await db()
    .selectFrom("bulk_closes")
    .selectAll()
    .where("requested_by", "=", scope.agentId)
    .where((eb) =>
      eb.or([eb("ended_at", "is", null), eb("ended_at", ">", Date.now() - listedForMs)]),
    )
    .orderBy((eb) => eb.case().when("ended_at", "is", null).then(0).else(1).end())
    .orderBy("requested_at", "desc")
    .limit(mostListed)
    .execute();
  return Promise.all(jobs.map(toSummary));
}

/** With a page of its items, in the order of the job. @throws AppError not_found for somebody else's */
export async function getBulkClose(
  scope: Scope,
  id: string,
  params: BulkParams,
): Promise<BulkClose> {
  const job = await findJob(db(), scope, id);
  const { result, cursor, limit } = params;
  let query = db()
    .selectFrom("bulk_items as item")
    .leftJoin("closes", "closes.id", "item.close_id")
    // Ids may have been given that the viewer may not see: no name comes with them.
    .leftJoin("conversations", (join) => {
      const joined = join.onRef("conversations.id", "=", "item.conversation_id");
      const { projectIds } = scope;
      return projectIds === "all"
        ? joined
        : joined.on("conversations.project_id", "in", [...projectIds, ""]);
    })
    .select([
      "item.position",
      "item.conversation_id",
      "item.error",
      stateOf.as("state"),
      resultOf.as("result"),
      "closes.last_error",
      "conversations.contact_id",
      "conversations.contact_name",
    ])
    .where("item.bulk_id", "=", id)
    .orderBy("item.position")
    .limit(limit + 1);
  if (cursor !== undefined) query = query.where("item.position", ">", cursor);
  if (result) query = query.where(sql<boolean>`${resultOf} = ${result}`);
  const rows = await query.execute();
  const page = rows.slice(0, limit);
  return {
    ...(await toSummary(job)),
    items: page.map((row) => ({
      conversationId: row.conversation_id,
      contact: { id: row.contact_id ?? "", name: row.contact_name },
      state: row.state,
      result: row.result,
      error: errorOf(row),
    })),
    nextCursor: rows.length > limit ? String(page.at(-1)!.position) : null,
  };
}

/** @throws AppError not_found */
export async function findJob(connection: Db | Tx, scope: Scope, id: string): Promise<Job> {
  const job = await connection
    .selectFrom("bulk_closes")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  if (!job || (scope.role !== "admin" && job.requested_by !== scope.agentId))
    throw notFound("bulk close");
  return job;
}

/** What the close says where there is one, else what the item says itself; one that is to be tried again is queued. */
const stateOf = sql<BulkItem["state"]>`
  case when item.state = 'queued' or closes.id is null then item.state else closes.state end`;

const resultOf = sql<Result | null>`case
  when item.state = 'queued' then null
  when closes.id is null then item.state
  when closes.state in ('accepted', 'confirmed') then 'succeeded'
  when closes.state = 'refused' or (closes.state = 'unknown' and closes.active = 0) then 'failed'
  when closes.state in ('superseded', 'cancelled') then 'skipped' end`;

async function toSummary(job: Job): Promise<BulkSummary> {
  const [counts, names, pausedProjects] = await Promise.all([
    countResults(job.id),
    loadNames([job.requested_by]),
    job.ended_at === null ? listPaused(job) : [],
  ]);
  const { succeeded, failed, skipped } = counts;
  return {
    id: job.id,
    total: job.total,
    done: succeeded + failed + skipped,
    succeeded,
    failed,
    skipped,
    state: job.state,
    requestedBy: { id: job.requested_by, name: names.get(job.requested_by) ?? "" },
    requestedAt: job.requested_at,
    dueAt: job.due_at,
    endedAt: job.ended_at,
    pausedProjects,
  };
}

async function countResults(bulkId: string) {
  const rows = await db()
    .selectFrom("bulk_items as item")
    .leftJoin("closes", "closes.id", "item.close_id")
    .select([resultOf.as("result"), (eb) => eb.fn.countAll<number>().as("count")])
    .where("item.bulk_id", "=", bulkId)
    .groupBy(resultOf)
    .execute();
  const counts = { succeeded: 0, failed: 0, skipped: 0 };
  for (const { result, count } of rows) if (result) counts[result] = Number(count);
  return counts;
}

/** Projects that hold the job up. */
const listPaused = (job: Job): Promise<BulkSummary["pausedProjects"]> =>
  db()
    .selectFrom("projects")
    .select(["id", "name", "closes_paused_because as because"])
    .where("closes_paused", "=", 1)
    .where("id", "in", JSON.parse(job.project_ids) as string[])
    .execute();

/** One that was undone says so, whatever Jelou had answered before. */
function errorOf(row: { state: string; error: string | null; last_error: string | null }) {
  if (row.state === "cancelled") return { code: "cancelled", message: "" };
  const text = row.error ?? (row.state === "queued" ? null : row.last_error);
  if (text === null) return null;
  const { code, message } = JSON.parse(text) as { code: string; message: string };
  return { code, message };
}

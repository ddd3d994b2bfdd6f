import type { Selectable } from "kysely";
import type { Scope } from "@/lib/auth/scope";
import { findScope } from "@/lib/auth/sessions";
import type { CloseInput } from "@/lib/conversations/input";
import { onSignal, signalCloser } from "@/lib/conversations/outbox-signal";
import {
  planClose,
  readProject,
  requireAllowed,
  requireReady,
} from "@/lib/conversations/plan-close";
import { findRow } from "@/lib/conversations/read";
import { advanceClose, findClose, mayRetry } from "@/lib/conversations/write-close";
import type { Db, Tx } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import { db, write } from "@/lib/db/store";
import { isAppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { startLoop } from "@/lib/loop";
import { tellOwner } from "./write";

type Job = Selectable<Database["bulk_closes"]>;
type Item = Selectable<Database["bulk_items"]>;

/**
 * So many closes of jobs stand before the closer per project: enough to keep its calls busy, and few enough that what a
 * person closes by hand doesn't wait behind ten thousand. More are planned when no more than `lowWater` are left.
 */
const highWater = 12;
const lowWater = 6;
const longestSleepMs = 1_000;

/** Makes closes of the items of bulk jobs, a few at a time, and says when a job is finished. The rows are all it knows. */
export function startFeeder() {
  const look = async (goesOn: () => boolean) => {
    const jobs = await db()
      .selectFrom("bulk_closes")
      .selectAll()
      .where("state", "in", ["waiting", "running"])
      .orderBy("requested_at")
      .execute();
    const now = Date.now();
    let sleep = longestSleepMs;
    for (const job of jobs) {
      if (!goesOn()) break;
      if (job.due_at > now && job.state === "waiting") {
        sleep = Math.min(sleep, job.due_at - now);
        continue;
      }
      for (const projectId of await listHungry(job)) await feed(job, projectId);
      await finishIfDone(job);
    }
    return Math.max(sleep, 5);
  };
  const loop = startLoop(
    look,
    (error) => log().error({ err: error }, "A bulk close could not go on; it tries again"),
    longestSleepMs,
  );
  const forget = onSignal("closer", loop.wake);
  return {
    stop: async () => {
      forget();
      await loop.stop();
    },
  };
}

/** The projects of a job that have items left, take closes now and have room for more. */
async function listHungry(job: Job) {
  const projectIds = JSON.parse(job.project_ids) as string[];
  const paused = await db()
    .selectFrom("projects")
    .select("id")
    .where("id", "in", projectIds)
    .where("closes_paused", "=", 1)
    .execute();
  const hungry: string[] = [];
  for (const id of projectIds) {
    if (paused.some((each) => each.id === id)) continue;
    if (!(await findQueued(job.id, id))) continue;
    if ((await countPlanned(db(), id)) <= lowWater) hungry.push(id);
  }
  return hungry;
}

const findQueued = (bulkId: string, projectId: string) =>
  db()
    .selectFrom("bulk_items")
    .select("position")
    .where("bulk_id", "=", bulkId)
    .where("project_id", "=", projectId)
    .where("state", "=", "queued")
    .limit(1)
    .executeTakeFirst();

/** Closes of jobs that wait for their call or are being called; unknown ones take no room until their next attempt is due. */
async function countPlanned(connection: Db | Tx, projectId: string) {
  const { count } = await connection
    .selectFrom("closes")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("project_id", "=", projectId)
    .where("active", "=", 1)
    .where((eb) =>
      eb.or([eb("state", "in", ["waiting", "sending"]), eb("next_attempt_at", "<=", Date.now())]),
    )
    .where("bulk_id", "is not", null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function feed({ id }: Job, projectId: string) {
  const planned = await write(async (tx) => {
    const job = await tx
      .selectFrom("bulk_closes")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    if (job.state !== "waiting" && job.state !== "running") return 0;
    if (job.state === "waiting") {
      await tx.updateTable("bulk_closes").set({ state: "running" }).where("id", "=", id).execute();
      await tellOwner(tx, job.requested_by);
    }
    const items = await tx
      .selectFrom("bulk_items")
      .selectAll()
      .where("bulk_id", "=", id)
      .where("project_id", "=", projectId)
      .where("state", "=", "queued")
      .orderBy("position")
      .limit(Math.max(0, highWater - (await countPlanned(tx, projectId))))
      .execute();
    const scope = await findScope(tx, job.requested_by);
    const input = JSON.parse(job.input) as CloseInput;
    const outcomes: Item["state"][] = [];
    for (const item of items) {
      const outcome = scope
        ? await planItem(tx, scope, item, input)
        : failed("requester_gone", "Who asked for this may not close any more.");
      await tx
        .updateTable("bulk_items")
        .set(outcome)
        .where("bulk_id", "=", id)
        .where("position", "=", item.position)
        .execute();
      outcomes.push(outcome.state);
    }
    return outcomes.filter((state) => state !== "queued").length;
  });
  if (planned > 0) signalCloser();
}

type Outcome = Pick<Item, "state" | "close_id" | "error">;

const planned = (closeId: string | null): Outcome => ({
  state: "planned",
  close_id: closeId,
  error: null,
});

const failed = (code: string, message: string): Outcome => ({
  state: "failed",
  close_id: null,
  error: JSON.stringify({ code, message }),
});

const skipped = (code: string): Outcome => ({
  state: "skipped",
  close_id: null,
  error: JSON.stringify({ code, message: "" }),
});

/** The rules say no before anything is written, so the items around it are none the worse for it. */
async function planItem(tx: Tx, scope: Scope, item: Item, input: CloseInput): Promise<Outcome> {
  try {
    const row = await findRow(tx, scope, item.conversation_id);
    if (item.close_id !== null) {
      const close = await findClose(tx, item.close_id);
      if (mayRetry(close, row)) {
        const project = await readProject(tx, row.project_id);
        requireReady(project);
        requireAllowed(scope, project, row);
        await advanceClose(tx, close, { kind: "retry" }, Date.now());
        return planned(close.id);
      }
      // Jelou or a person has moved it on since: it speaks for itself.
      if (close.active || !["refused", "unknown"].includes(close.state)) return planned(close.id);
    }
    const now = Date.now();
    const plan = await planClose(tx, scope, row, { ...input, undoMs: 0 }, now, item.bulk_id);
    return plan.outcome === "planned" || plan.outcome === "superseded"
      ? planned(plan.closeId)
      : skipped(plan.outcome);
  } catch (error) {
    if (!isAppError(error)) throw error;
    const reason = error.detail?.reason;
    // Paused just now: it waits with the rest of its project.
    if (reason === "closes_paused")
      return { state: item.state, close_id: item.close_id, error: null };
    return failed(typeof reason === "string" ? reason : error.code, error.message);
  }
}

async function finishIfDone({ id }: Job) {
  const isOver = async (connection: Db | Tx) => {
    const queued = await connection
      .selectFrom("bulk_items")
      .select("position")
      .where("bulk_id", "=", id)
      .where("state", "=", "queued")
      .limit(1)
      .executeTakeFirst();
    if (queued) return false;
    const active = await connection
      .selectFrom("closes")
      .select("id")
      .where("bulk_id", "=", id)
      .where("active", "=", 1)
      .limit(1)
      .executeTakeFirst();
    return !active;
  };
  if (!(await isOver(db()))) return;
  await write(async (tx) => {
    if (!(await isOver(tx))) return;
    const ended = await tx
      .updateTable("bulk_closes")
      .set({ state: "finished", ended_at: Date.now() })
      .where("id", "=", id)
      .where("state", "in", ["waiting", "running"])
      .returning("requested_by")
      .executeTakeFirst();
    if (ended) await tellOwner(tx, ended.requested_by);
  });
}

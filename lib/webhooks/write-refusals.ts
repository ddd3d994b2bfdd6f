import { sql } from "kysely";
import { v7 as uuid } from "uuid";
import type { Tx } from "@/lib/db/open";
import { db, write } from "@/lib/db/store";
import { isNearlyFull } from "@/lib/disk-space";
import {
  mostSamples,
  otherStrangers,
  putTalliesBack,
  type RefusalReason,
  type RefusalSample,
  type Tally,
  takeTallies,
} from "./refusal-tally";

/** Projects that nobody has here, each with rows of its own; those beyond share one. */
const mostStrangersPerHour = 20;

/**
 * Adds what was refused since the last time to its hours. Where that fails it is kept for the next time, and so it is on a
 * disk whose last room is for events.
 */
export async function writeRefusals() {
  if (isNearlyFull()) return;
  const taken = takeTallies();
  if (taken.length === 0) return;
  try {
    const tallies = await nameProjects(taken);
    await write(async (tx) => {
      for (const tally of tallies) await addTally(tx, await limitStrangers(tx, tally));
    });
  } catch (error) {
    putTalliesBack(taken);
    throw error;
  }
}

/** Which of the projects that were posted to are ours although none of their keys could be tried. */
async function nameProjects(taken: Tally[]): Promise<Tally[]> {
  const unnamed = taken.filter(({ projectId }) => projectId === null);
  if (unnamed.length === 0) return taken;
  const rows = await db()
    .selectFrom("projects")
    .select(["id", "jelou_project_id", "archived_at"])
    .where("jelou_project_id", "in", [
      ...new Set(unnamed.map(({ jelouProjectId }) => jelouProjectId)),
    ])
    .execute();
  const known = new Map(rows.map((row) => [row.jelou_project_id, row]));
  return taken.map((tally) => {
    const row = tally.projectId === null ? known.get(tally.jelouProjectId) : undefined;
    if (!row) return tally;
    const keyless: RefusalReason = row.archived_at === null ? "no_secret" : "archived";
    const reason = tally.reason === "unknown_project" ? keyless : tally.reason;
    return { ...tally, projectId: row.id, reason };
  });
}

async function limitStrangers(tx: Tx, tally: Tally): Promise<Tally> {
  if (tally.projectId !== null || tally.jelouProjectId === otherStrangers) return tally;
  const rows = await tx
    .selectFrom("refusals")
    .select("jelou_project_id")
    .distinct()
    .where("project_id", "is", null)
    .where("last_at", ">=", tally.hour)
    .where("hour", "=", tally.hour)
    .limit(mostStrangersPerHour + 1)
    .execute();
  const isKnown = rows.some((row) => row.jelou_project_id === tally.jelouProjectId);
  return isKnown || rows.length < mostStrangersPerHour
    ? tally
    : { ...tally, jelouProjectId: otherStrangers };
}

async function addTally(tx: Tx, tally: Tally) {
  const { jelouProjectId, reason, hour } = tally;
  const before = await tx
    .selectFrom("refusals")
    .select("sample")
    .where("jelou_project_id", "=", jelouProjectId)
    .where("reason", "=", reason)
    .where("hour", "=", hour)
    .executeTakeFirst();
  const samples = before?.sample ? (JSON.parse(before.sample) as RefusalSample[]) : [];
  await tx
    .insertInto("refusals")
    .values({
      id: uuid(),
      project_id: tally.projectId,
      jelou_project_id: jelouProjectId,
      reason,
      hour,
      count: tally.count,
      last_at: tally.lastAt,
      sample: JSON.stringify([...samples, ...tally.samples].slice(0, mostSamples)),
    })
    .onConflict((conflict) =>
      conflict.columns(["jelou_project_id", "reason", "hour"]).doUpdateSet({
        count: sql`refusals.count + excluded.count`,
        last_at: sql`case when excluded.last_at > refusals.last_at then excluded.last_at else refusals.last_at end`,
        sample: sql`excluded.sample`,
        project_id: sql`excluded.project_id`,
      }),
    )
    .execute();
}

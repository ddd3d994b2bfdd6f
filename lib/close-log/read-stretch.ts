import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import { db } from "@/lib/db/store";
import type { LogFilter } from "./input";

export type Position = { at: number; id: string };

/** What was asked for before one place in time and not before the other. */
export type Stretch = { before: Position; downTo: Position };

/** So many rows are looked at in one go: SQLite answers nobody else meanwhile. */
export const mostLookedThrough = 10_000;

export const wholeStretch = ({ from = 0, to = Number.MAX_SAFE_INTEGER }: LogFilter): Stretch => ({
  before: { at: to, id: "" },
  downTo: { at: from, id: "" },
});

/** A project's closes, by a stretch of an index. */
export const closesWithin = (projectId: string, { before, downTo }: Stretch) =>
  db()
    .selectFrom("closes")
    .where("project_id", "=", projectId)
    .where(sql<boolean>`(requested_at, id) < (${before.at}, ${before.id})`)
    .where(sql<boolean>`(requested_at, id) >= (${downTo.at}, ${downTo.id})`);

/** A stretch in parts, newest first, each looked through in one go, with room for others in between. */
export async function* inParts(projectId: string, whole: Stretch): AsyncGenerator<Stretch> {
  let { before } = whole;
  for (;;) {
    const stop = await closesWithin(projectId, { ...whole, before })
      .select(["requested_at as at", "id"])
      .orderBy("requested_at", "desc")
      .orderBy("id", "desc")
      .limit(1)
      .offset(mostLookedThrough)
      .executeTakeFirst();
    yield { before, downTo: stop ?? whole.downTo };
    if (!stop) return;
    before = stop;
    await setImmediate();
  }
}

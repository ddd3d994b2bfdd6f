import { sql } from "kysely";
import { db, store } from "@/lib/db/store";

/** Where the log stands, as `<epoch>:<seq>`. */
export async function livePosition(): Promise<string> {
  return `${store().epoch}:${await lastSeq()}`;
}

export async function lastSeq(): Promise<number> {
  const row = await db()
    .selectFrom("live_events")
    .select(sql<number | null>`max(seq)`.as("seq"))
    .executeTakeFirst();
  return row?.seq ?? 0;
}

async function firstSeq(): Promise<number | null> {
  const row = await db()
    .selectFrom("live_events")
    .select(sql<number | null>`min(seq)`.as("seq"))
    .executeTakeFirst();
  return row?.seq ?? null;
}

/** The seq after which to go on, or null when the id is unknown, garbage or older than the log. */
export async function resolvePosition(id: string): Promise<number | null> {
  const [, epoch, digits] = /^([\w-]{1,40}):(\d{1,15})$/.exec(id) ?? [];
  if (epoch !== store().epoch || digits === undefined) return null;
  const seq = Number(digits);
  const [first, last] = [await firstSeq(), await lastSeq()];
  if (seq > last) return null;
  return first === null || seq >= first - 1 ? seq : null;
}

export const readLog = (after: number, limit: number) =>
  db()
    .selectFrom("live_events")
    .selectAll()
    .where("seq", ">", after)
    .orderBy("seq")
    .limit(limit)
    .execute();

/** The log keeps a day or 100,000 rows, whichever is less. */
export async function trimLog(now: number) {
  const last = await lastSeq();
  await db()
    .deleteFrom("live_events")
    .where((eb) => eb.or([eb("at", "<", now - 86_400_000), eb("seq", "<=", last - 100_000)]))
    .where("seq", "<", last)
    .execute();
}

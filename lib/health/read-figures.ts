import { statSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { Counter, Gauge } from "prom-client";
import { db, store } from "@/lib/db/store";
import { freeBytes, isNearlyFull } from "@/lib/disk-space";
import { env } from "@/lib/env";
import { findHub } from "@/lib/live/hub";
import { metrics } from "@/lib/metrics";
import { once } from "@/lib/once";
import { askInTime } from "./ask-in-time";

const databaseMs = 1_500;
/** Counted no further, so that a look at the figures costs no more than a look at a list. */
const most = 10_000;

/** All figures in the words of Prometheus. What the database can't tell now is left out. */
export async function readFigures(): Promise<string> {
  const gauges = once("gauges", makeGauges);
  gauges.fromHere();
  await askInTime("the figures", databaseMs, gauges.fromDatabase).catch(gauges.withoutDatabase);
  return metrics().registry.metrics();
}

function makeGauges() {
  const { registry, live } = metrics();
  const gauge = <T extends string>(name: string, help: string, labelNames: readonly T[] = []) =>
    new Gauge<T>({ name: `mostrador_${name}`, help, labelNames, registers: [registry] });
  const counter = (name: string, help: string) =>
    new Counter({ name: `mostrador_${name}`, help, registers: [registry] });
  const viewers = gauge("live_viewers", "Open live streams");
  const liveTotals = {
    events: counter("live_events_total", "Changes that were told to viewers"),
    bytes: counter("live_bytes_total", "Bytes that all viewers were sent"),
    cut: counter("live_cut_total", "Viewers cut since they didn't read"),
    resets: counter("live_resets_total", "Viewers who had to fetch anew"),
  };
  const queue = gauge("queue_length", "Calls to Jelou that are planned", ["kind"]);
  const oldest = gauge("queue_oldest_due_seconds", "How long the oldest of them is due", ["kind"]);
  const jobs = gauge("bulk_jobs", "Bulk closes that aren't finished");
  const items = gauge("bulk_items_queued", `Their conversations still to come, at most ${most}`);
  const file = gauge("database_file_bytes", "The SQLite database", ["file"]);
  const pool = gauge("database_connections", "Connections to PostgreSQL", ["state"]);
  const free = gauge("disk_free_bytes", "On the fullest disk that the desk writes to");
  const nearlyFull = gauge("disk_nearly_full", "1 where changes of people are refused");

  const fromHere = () => {
    viewers.set(findHub()?.viewers.size ?? 0);
    for (const what of ["events", "bytes", "cut", "resets"] as const) {
      liveTotals[what].reset();
      liveTotals[what].inc(live[what]);
    }
    free.set(freeBytes() ?? Number.NaN);
    nearlyFull.set(isNearlyFull() ? 1 : 0);
    for (const [name, bytes] of databaseFiles()) file.set({ file: name }, bytes);
    for (const [state, count] of Object.entries(store().engine.connections?.() ?? {}))
      pool.set({ state }, count);
  };

  const fromDatabase = async () => {
    for (const [kind, due] of [
      ["close", await dueCloses()],
      ["message", await dueMessages()],
    ] as const) {
      queue.set({ kind }, due.count);
      oldest.set({ kind }, due.oldest === null ? 0 : Math.max(0, (Date.now() - due.oldest) / 1000));
    }
    const open = await listOpenJobs();
    jobs.set(open.length);
    items.set(await countQueued(open));
  };

  const withoutDatabase = () => {
    for (const each of [queue, oldest]) each.reset();
    for (const each of [jobs, items]) each.set(Number.NaN);
  };

  return { fromHere, fromDatabase, withoutDatabase };
}

const dueCloses = () =>
  db()
    .selectFrom(
      db()
        .selectFrom("closes")
        .select("next_attempt_at")
        .where("active", "=", 1)
        .where("next_attempt_at", "is not", null)
        .orderBy("next_attempt_at")
        .limit(most)
        .as("planned"),
    )
    .select(countAndOldest)
    .executeTakeFirstOrThrow();

const dueMessages = () =>
  db()
    .selectFrom(
      db()
        .selectFrom("messages")
        .select("next_attempt_at")
        .where("next_attempt_at", "is not", null)
        .orderBy("next_attempt_at")
        .limit(most)
        .as("planned"),
    )
    .select(countAndOldest)
    .executeTakeFirstOrThrow();

async function listOpenJobs() {
  const rows = await db()
    .selectFrom("bulk_closes")
    .select("id")
    .where("state", "in", ["waiting", "running"])
    .execute();
  return rows.map((row) => row.id);
}

async function countQueued(bulkIds: string[]) {
  if (bulkIds.length === 0) return 0;
  const queued = db()
    .selectFrom("bulk_items")
    .select("position")
    .where("state", "=", "queued")
    .where("bulk_id", "in", bulkIds)
    .limit(most);
  const row = await db()
    .selectFrom(queued.as("queued"))
    .select(sql<number>`count(*)`.as("count"))
    .executeTakeFirstOrThrow();
  return row.count;
}

const countAndOldest = [
  sql<number>`count(*)`.as("count"),
  sql<number | null>`min(next_attempt_at)`.as("oldest"),
] as const;

function databaseFiles(): [string, number][] {
  const { databaseUrl, dataDir } = env();
  if (databaseUrl) return [];
  const sizeOf = (name: string) =>
    statSync(join(/* turbopackIgnore: true */ dataDir, name), { throwIfNoEntry: false })?.size ?? 0;
  return [
    ["database", sizeOf("mostrador.db")],
    ["wal", sizeOf("mostrador.db-wal")],
  ];
}

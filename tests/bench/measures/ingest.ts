import { makeFolder } from "../cleaning";
import type { LoadResult } from "../clients/load-process";
import { startLoad, startViewers } from "../clients/start-clients";
import type { Figure } from "../figures";
import type { Plan } from "../plan";
import { startDesk } from "../servers/start-desk";
import { startEmptyApp } from "../servers/start-empty-app";
import { startServer } from "../servers/start-server";
import { median } from "../statistics";

const names = ["desk", "empty", "bare"] as const;
type Name = (typeof names)[number];

/** Signed webhooks: as many as it takes, and 200 a second while 200 agents look on. */
export async function ingest({ quick }: Plan): Promise<Figure[]> {
  const [desk, empty, bare, load] = [
    await startDesk(),
    await startEmptyApp(),
    await startServer("tests/bench/servers/bare-store.ts", "/", {
      DATA_DIR: makeFolder("data"),
      DATABASE_URL: "",
    }),
    startLoad(),
  ];
  const ports: Record<Name, number> = { desk: desk.port, empty: empty.port, bare: bare.port };
  const flood = (name: Name, events: number) =>
    load.ask("flood", { port: ports[name], path: desk.webhookPath, events, connections: 32 });

  for (const name of names) await flood(name, quick ? 500 : 2_000);
  const results: Record<Name, LoadResult[]> = { desk: [], empty: [], bare: [] };
  for (let round = 0; round < (quick ? 2 : 5); round += 1) {
    for (const name of names) results[name].push(await flood(name, quick ? 1_500 : 4_000));
  }
  const middle = (name: Name, key: keyof LoadResult) =>
    median(results[name].map((result) => result[key]));
  await Promise.all([empty.stop(), bare.stop()]);

  const viewers = startViewers();
  await viewers.ask("open", { port: desk.port, cookie: desk.cookie, count: 200, reading: true });
  const steady = await load.ask("drip", {
    port: desk.port,
    path: desk.webhookPath,
    events: quick ? 1_000 : 4_000,
    connections: 64,
    perSecond: 200,
  });
  await Promise.all([viewers.stop(), load.stop()]);
  await desk.stop();

  const failed = [...names.flatMap((name) => results[name]), steady];
  return [
    {
      name: "taken as fast as they come, against an empty Next handler",
      value: middle("desk", "perSecond"),
      unit: "events/s",
      peer: { name: "empty handler", value: middle("empty", "perSecond") },
      promise: { of: "ratio", least: 0.8 },
    },
    {
      name: "against bare node:http with the same store",
      value: middle("desk", "perSecond"),
      unit: "events/s",
      peer: { name: "bare", value: middle("bare", "perSecond") },
    },
    ...(["p50", "p99"] as const).map((key) => ({
      name: `${key} with 32 posts at a time`,
      value: middle("desk", key),
      unit: "ms",
      peer: { name: "empty handler", value: middle("empty", key) },
    })),
    {
      name: "p50 at 200 events/s with 200 live agents",
      value: steady.p50,
      unit: "ms",
      promise: { of: "value", most: 20 },
    },
    {
      name: "p99 at 200 events/s with 200 live agents",
      value: steady.p99,
      unit: "ms",
      promise: { of: "value", most: 250 },
    },
    {
      name: "answers that were no 200",
      value: failed.reduce((sum, result) => sum + result.failed, 0),
      unit: "answers",
      promise: { of: "value", most: 0 },
    },
  ];
}

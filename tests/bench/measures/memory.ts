import { setTimeout as sleep } from "node:timers/promises";
import { startLoad, startViewers } from "../clients/start-clients";
import type { Figure } from "../figures";
import type { Plan } from "../plan";
import { readMemory } from "../servers/read-memory";
import { startDesk } from "../servers/start-desk";
import { startEmptyApp } from "../servers/start-empty-app";
import { peakWithStalled } from "./stalled-viewers";

/** Resident memory: idle, after work, with many viewers, and with viewers that have stopped reading. */
export async function memory({ quick }: Plan): Promise<Figure[]> {
  const empty = await startEmptyApp();
  await sleep(1_000);
  const emptyIdle = readMemory(empty.pid);
  await empty.stop();

  const desk = await startDesk();
  const load = startLoad();
  const idle = readMemory(desk.pid);
  const { port, webhookPath: path, cookie } = desk;
  const events = quick ? 2_000 : 20_000;
  await load.ask("flood", { port, path, events, connections: 32 });
  await sleep(2_000);
  const loaded = readMemory(desk.pid);
  const viewers = startViewers();
  await viewers.ask("open", { port, cookie, count: 1_000, reading: true });
  await sleep(2_000);
  const watched = readMemory(desk.pid);
  await Promise.all([viewers.stop(), load.stop()]);
  await desk.stop();

  const healthy = await peakWithStalled(0, 10);
  const stalled = await peakWithStalled(50, 10);
  return [
    { name: "idle", value: idle, unit: "MB", peer: { name: "empty Next app", value: emptyIdle } },
    { name: `after ${events} webhooks`, value: loaded, unit: "MB" },
    { name: "then with 1,000 viewers", value: watched, unit: "MB" },
    { name: "  which is, for each", value: ((watched - loaded) / 1_000) * 1_024, unit: "kB" },
    {
      name: "what 50 stalled viewers add at most, beside 10 that read",
      value: stalled.peak - healthy.peak,
      unit: "MB",
      promise: { of: "value", most: 20 },
    },
    {
      name: "stalled viewers that were not cut",
      value: stalled.stillOpen,
      unit: "viewers",
      promise: { of: "value", most: 0 },
    },
  ];
}

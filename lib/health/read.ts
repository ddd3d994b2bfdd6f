import { monitorEventLoopDelay } from "node:perf_hooks";
import { clockTrouble, mustNotCall } from "@/lib/db/clock-gap";
import { db } from "@/lib/db/store";
import { freeBytes, isNearlyFull } from "@/lib/disk-space";
import { once } from "@/lib/once";
import { sinceBeat } from "@/lib/pulse";
import { askInTime } from "./ask-in-time";
import type { Check, Readiness } from "./schema";

/** Whoever asks may ask every few seconds and gives up after a few. */
const databaseMs = 1_500;
/** They turn once a second; a turn may take its time while the database does. */
const stuckAfterMs = 20_000;
/** Half of the last seconds' turns later than this, and agents feel it at every key. */
const slowTurnMs = 250;
const delaysOverMs = 10_000;
/** Nothing can be written any more, events included. */
const fullBytes = 8 * 1024 * 1024;

const ok: Check = { status: "ok" };
const failing = (detail: string): Check => ({ status: "failing", detail });

/** Whether this desk can do its work, by what it has done lately. */
export async function readHealth(): Promise<Readiness> {
  const checks = {
    database: await checkDatabase(),
    clock: checkClock(),
    disk: checkDisk(),
    eventLoop: checkEventLoop(),
    closer: checkTurns("closer"),
    sender: checkTurns("sender"),
    hub: checkTurns("hub"),
  };
  const isReady = Object.values(checks).every(({ status }) => status === "ok");
  return { status: isReady ? "ready" : "not_ready", checks };
}

async function checkDatabase(): Promise<Check> {
  try {
    await askInTime("the database", databaseMs, () =>
      db().selectFrom("meta").select("value").where("key", "=", "epoch").execute(),
    );
    return ok;
  } catch (error) {
    return failing((error as Error).name === "TimeoutError" ? "timeout" : "unavailable");
  }
}

function checkClock(): Check {
  const trouble = clockTrouble();
  if (!trouble) return ok;
  return mustNotCall() ? failing(trouble) : { status: "ok", detail: trouble };
}

/** One that is nearly full still takes events: a proxy that looked elsewhere for them would find nobody. */
function checkDisk(): Check {
  const free = freeBytes();
  if (free !== undefined && free < fullBytes) return failing("full");
  return isNearlyFull() ? { status: "ok", detail: "nearly_full" } : ok;
}

function checkTurns(name: string): Check {
  const since = sinceBeat(name);
  if (since === undefined) return failing("not_started");
  return since > stuckAfterMs ? failing("stuck") : ok;
}

function checkEventLoop(): Check {
  return once("turn-delays", watchDelays)() > slowTurnMs ? failing("slow") : ok;
}

/** Answers the median delay of the last whole stretch, in ms; begins with the first who asks. */
function watchDelays() {
  const histogram = monitorEventLoopDelay({ resolution: 20 });
  histogram.enable();
  let median = 0;
  setInterval(() => {
    median = histogram.percentile(50) / 1e6;
    histogram.reset();
  }, delaysOverMs).unref();
  return () => median;
}

import { setTimeout as pause } from "node:timers/promises";
import { mustNotCall } from "@/lib/db/clock-gap";
import { isUnavailable } from "@/lib/db/is-unavailable";
import { log } from "@/lib/log";
import { startLoop } from "@/lib/loop";
import { beat } from "@/lib/pulse";
import { type OutboxName, onSignal, signalOutbox } from "./outbox-signal";

type Outbox<Claim> = {
  name: OutboxName;
  mostCalls: number;
  /** Before the claiming, what others left behind. */
  prepare?: () => Promise<void>;
  /** Takes the next due thing for this process; "settled" where none may be made of it, "none" when nothing is due. */
  claimNext: () => Promise<Claim | "none" | "settled">;
  carryOut: (claim: Claim) => Promise<void>;
  /** When the next thing is due, in ms since 1970; undefined without one. */
  nextDueAt: () => Promise<number | undefined>;
};

/** Looks again this often at the latest, since another process may have planned something. */
const longestSleepMs = 1_000;
const shortestSleepMs = 5;
/** Nothing is planned so far ahead: what seems to be was planned before the clock was set back. */
const farthestMs = 5 * 60_000;

export const isDueAt = (at: number | null | undefined, now: number) =>
  typeof at === "number" && (at <= now || at > now + farthestMs);

const settleWithinMs = 10 * 60_000;
const settleEveryMs = 500;

/**
 * Writes down what a call came to, as soon as the database takes it: a second call in place of a lost answer could do to
 * a customer what nobody ordered.
 */
export async function settleCall(settle: () => Promise<unknown>, withinMs = settleWithinMs) {
  const until = performance.now() + withinMs;
  for (;;) {
    try {
      await settle();
      return;
    } catch (error) {
      if (!isUnavailable(error) || performance.now() > until) throw error;
      await pause(settleEveryMs);
    }
  }
}

/**
 * Makes calls of rows that are due, so many at a time. The rows are all it knows: whatever a process left behind is taken
 * up by the next one. `stop` lets the calls that are claimed or under way end.
 */
export function runOutbox<Claim extends object>({
  name,
  mostCalls,
  prepare,
  claimNext,
  carryOut,
  nextDueAt,
}: Outbox<Claim>) {
  const running = new Set<Promise<void>>();
  const look = async (goesOn: () => boolean) => {
    beat(name);
    if (mustNotCall()) return longestSleepMs;
    await prepare?.();
    while (goesOn() && running.size < mostCalls) {
      beat(name);
      const claim = await claimNext();
      if (claim === "none") break;
      if (claim === "settled") {
        // On SQLite nothing here waits for anything: without a turn of the loop much that settles would stop all else.
        await new Promise((resolve) => setImmediate(resolve));
        continue;
      }
      const call = carryOut(claim)
        .catch((error) => log().error({ err: error }, `A call of the ${name} could not be settled`))
        .finally(() => {
          running.delete(call);
          signalOutbox(name);
        });
      running.add(call);
    }
    // With every place taken the end of a call wakes it.
    if (running.size >= mostCalls) return longestSleepMs;
    const wait = ((await nextDueAt()) ?? Number.POSITIVE_INFINITY) - Date.now();
    return Math.min(Math.max(wait, shortestSleepMs), longestSleepMs);
  };
  const loop = startLoop(
    look,
    (error) => log().error({ err: error }, `The ${name} could not read its work; it tries again`),
    longestSleepMs,
  );
  const forget = onSignal(name, loop.wake);
  return {
    stop: async () => {
      forget();
      await loop.stop();
      await Promise.all(running);
    },
  };
}

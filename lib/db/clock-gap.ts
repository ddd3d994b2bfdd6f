import { log } from "@/lib/log";
import { startLoop } from "@/lib/loop";
import { once } from "@/lib/once";
import type { Store } from "./open";
import { store } from "./store";

const lookEveryMs = 60_000;
/** Beyond this people see times that can't be, and whoever runs the desk is told. */
const tellFromMs = 2_000;
/** Beyond this a desk takes what another has under way for left behind; one that is alone reads its own times only. */
const stopFromMs = 10_000;

const shelf = () => once("clock-gap", () => ({ gapMs: 0, desks: 1, logged: "right" }));

/** What is wrong with our clock and what to do; undefined where nothing is. */
export const clockTrouble = () =>
  shelf().gapMs > tellFromMs ? describe(shelf().gapMs) : undefined;

/** Whether the times that other desks have written would be read wrong. */
export const mustNotCall = () => shelf().gapMs > stopFromMs && shelf().desks > 1;

/** @throws Error that says what to do where a desk with this clock would take others' work for its own */
export async function requireClock() {
  await lookAtClock();
  if (mustNotCall()) throw new Error(`${describe(shelf().gapMs)}, then start the desk.`);
}

/** Looks every minute. */
export const watchClock = () =>
  startLoop(
    async () => {
      await lookAtClock();
      return lookEveryMs;
    },
    (error) => log().warn({ err: error }, "The database's clock can't be read"),
    lookEveryMs,
  );

export async function lookAtClock() {
  const state = shelf();
  Object.assign(state, await measureGap(store()));
  const trouble = clockTrouble();
  const found = mustNotCall() ? "far off" : trouble ? "off" : "right";
  if (found === state.logged) return;
  state.logged = found;
  if (!trouble) log().info("The clock agrees with the database's again");
  else if (found === "off") log().warn(trouble);
  else log().error(`${trouble}; no calls are made to Jelou until then`);
}

/** How far our clock is off at least: all desks share the database's, which the answer's way may have made older. */
async function measureGap({ db, engine }: Store) {
  if (!engine.readClock) return { gapMs: 0, desks: 1 };
  const askedAt = Date.now();
  const { ms, desks } = await engine.readClock(db);
  const answeredAt = Date.now();
  return { gapMs: Math.max(0, askedAt - ms, ms - answeredAt), desks };
}

const describe = (gapMs: number) =>
  `This machine's clock and the database's are ${Math.round(gapMs / 1_000)} s apart: let NTP set both`;

import { expect, onTestFinished, test } from "vitest";
import { signalSender } from "@/lib/conversations/outbox-signal";
import { isDueAt, runOutbox, settleCall } from "@/lib/conversations/run-outbox";
import { once } from "@/lib/once";
import { sinceBeat } from "@/lib/pulse";
import { forgetProcess } from "../support/settings.ts";

test.each([
  ["a second ago", -1_000, true],
  ["now", 0, true],
  ["in a second", 1_000, false],
  ["in four minutes", 240_000, false],
  ["in ten minutes, by a clock that has been set back since", 600_000, true],
])("what is planned for %s", (_when, ahead, due) => {
  const now = Date.now();
  expect(isDueAt(now + ahead, now)).toBe(due);
});

test("what has no plan is not due", () => {
  expect([null, undefined].map((at) => isDueAt(at, Date.now()))).toEqual([false, false]);
});

test("what a call came to is written down when the database is back", async () => {
  const away = Object.assign(new Error("gone"), { code: "57P01" });
  const turns = [away, away];
  let written = 0;
  await settleCall(() => {
    const error = turns.shift();
    if (error) return Promise.reject(error);
    written += 1;
    return Promise.resolve();
  });
  expect([turns.length, written]).toEqual([0, 1]);
});

test("what will never be written down is not tried again", async () => {
  let tries = 0;
  const settle = () => {
    tries += 1;
    return Promise.reject(new Error("no such column"));
  };
  await expect(settleCall(settle)).rejects.toThrow("no such column");
  expect(tries).toBe(1);
});

test("a desk whose clock is far off touches nothing of what others may have in hand", async () => {
  onTestFinished(forgetProcess);
  const clock = once("clock-gap", () => ({ gapMs: 11_000, desks: 2 }));
  const touched: string[] = [];
  const outbox = runOutbox({
    name: "sender",
    mostCalls: 1,
    prepare: async () => void touched.push("prepare"),
    claimNext: async () => {
      touched.push("claim");
      return "none";
    },
    carryOut: async () => {},
    nextDueAt: async () => undefined,
  });
  onTestFinished(outbox.stop);
  await expect.poll(() => sinceBeat("sender")).toBeDefined();
  await new Promise((resolve) => setImmediate(resolve));
  expect(touched).toEqual([]);
  clock.gapMs = 9_000;
  signalSender();
  await expect.poll(() => touched).toEqual(["prepare", "claim"]);
});

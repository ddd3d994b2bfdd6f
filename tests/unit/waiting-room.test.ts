import { expect, onTestFinished, test } from "vitest";
import { emptyRoom, takePlace, wakeAll } from "@/lib/auth/waiting-room";
import { allowChange } from "@/lib/http/allow-change";
import { forgetProcess } from "../support/settings.ts";

/** Tries that rest for a minute; how each of them ended. */
function fill(network: string, count: number, key = network) {
  onTestFinished(() => {
    emptyRoom();
    forgetProcess();
  });
  const outcomes: string[] = [];
  for (let n = 0; n < count; n += 1)
    takePlace(network, key, (rest) => rest(60_000)).then(
      () => outcomes.push("through"),
      (error: { code: string }) => outcomes.push(error.code),
    );
  return outcomes;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("so many of one network wait, and another network finds a place all the same", async () => {
  const crowd = fill("crowd", 210);
  await settled();
  expect(crowd).toEqual(Array(10).fill("too_many_requests"));
  expect(await takePlace("other", "other", () => Promise.resolve("through"))).toBe("through");
});

test("where all places are taken the network with the most gives one up", async () => {
  const large = fill("large", 200);
  const small = Array.from({ length: 8 }, (_, index) => fill(`small-${index}`, 100));
  await settled();
  expect(large).toEqual([]);
  const late = fill("late", 3);
  await settled();
  expect(large).toEqual(Array(3).fill("too_many_requests"));
  expect([...small.flat(), ...late]).toEqual([]);
});

test("a try that proves right wakes the others of its kind, and the desk's end turns all away", async () => {
  const [own, foreign] = [fill("here", 3, "own"), fill("here", 2, "foreign")];
  wakeAll("own");
  await settled();
  expect([own, foreign]).toEqual([Array(3).fill("through"), []]);
  emptyRoom();
  await settled();
  expect(foreign).toEqual(["unavailable", "unavailable"]);
});

test("a session changes as much as hands and honest scripts do, and no more", () => {
  onTestFinished(forgetProcess);
  const allowed = (sessionId: string, cost: number, now: number) => {
    try {
      allowChange(sessionId, cost, now);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: "too_many_requests", retryAfterS: expect.any(Number) });
      return false;
    }
  };
  const run = (count: number, cost: number, now: number) =>
    Array.from({ length: count }, () => allowed("s", cost, now)).filter(Boolean).length;
  expect(run(7_000, 1, 0)).toBe(6_000);
  expect(run(500, 1, 1_000)).toBe(100);
  expect(run(50, 20, 11_000)).toBe(50);
  expect(run(1, 20, 11_000)).toBe(0);
  expect(allowed("another", 1, 0)).toBe(true);
  expect(run(7_000, 1, 10_000_000)).toBe(6_000);
});

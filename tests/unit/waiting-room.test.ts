import { expect, onTestFinished, test, vi } from "vitest";
import { signIn } from "@/components/shell/sign-in";
import { emptyRoom, takePlace, wakeSome } from "@/lib/auth/waiting-room";
import { allowChange } from "@/lib/http/allow-change";
import { forgetProcess } from "../support/settings.ts";

type Run = Parameters<typeof takePlace<void>>[2];

/** Tries that rest for a minute, or do something else; how each of them ended. */
function fill(
  network: string,
  count: number,
  key = network,
  run: Run = ({ rest }) => rest(60_000),
) {
  onTestFinished(() => {
    emptyRoom();
    forgetProcess();
  });
  const outcomes: string[] = [];
  for (let n = 0; n < count; n += 1)
    takePlace(network, key, run).then(
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

test("who is turned away is told so whatever it does, and goes no further", async () => {
  const counted = Promise.withResolvers<void>();
  const checked: string[] = [];
  const counting = fill("large", 200, "large", async ({ rest, leave }) => {
    await counted.promise;
    await rest(0);
    leave();
    checked.push("large");
  });
  for (let network = 0; network < 8; network += 1) fill(`small-${network}`, 100);
  const late = fill("late", 40);
  await settled();
  expect([counting, late]).toEqual([Array(40).fill("too_many_requests"), []]);
  counted.resolve();
  await settled();
  expect(checked).toHaveLength(160);
});

test("who is being checked keeps its answer", async () => {
  const checked = Promise.withResolvers<void>();
  const outcomes = fill("here", 2, "own", ({ leave }) => {
    leave();
    return checked.promise;
  });
  emptyRoom();
  checked.resolve();
  await settled();
  expect(outcomes).toEqual(["through", "through"]);
});

test("a try that proves right wakes a few of its kind, and the desk's end turns all away", async () => {
  const [own, foreign] = [fill("here", 5, "own"), fill("here", 2, "foreign")];
  wakeSome("own");
  await settled();
  expect([own, foreign]).toEqual([Array(3).fill("through"), []]);
  wakeSome("own");
  await settled();
  expect([own, foreign]).toEqual([Array(5).fill("through"), []]);
  emptyRoom();
  await settled();
  expect(foreign).toEqual(["unavailable", "unavailable"]);
});

test.each([
  ["after a turn away", [["429", "8"], ["200"]], "ok", [8_000]],
  ["twice at most", Array(4).fill(["429", "1"]), "crowded", [1_000, 1_000]],
  ["not for long", [["429", "300"], ["200"]], "crowded", []],
  ["not for what says no time", [["429"], ["200"]], "crowded", []],
])("the form comes again by itself: %s", async (_name, answers: string[][], outcome, pauses) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  onTestFinished(() => void vi.unstubAllGlobals());
  const left = [...answers];
  vi.stubGlobal("fetch", async (path: string) => {
    if (path === "/api/auth/csrf") return Response.json({ csrfToken: "token" });
    const [status, after] = left.shift() ?? [];
    return Response.json(
      {},
      { status: Number(status), headers: after ? { "retry-after": after } : {} },
    );
  });
  const waits: number[] = [];
  const from = Date.now();
  const result = signIn("a@example.com", "secret", "", () => waits.push(Date.now() - from));
  await vi.runAllTimersAsync();
  expect(await result).toBe(outcome);
  expect(waits).toHaveLength(pauses.length);
  expect(Date.now() - from).toBe(pauses.reduce((sum, pause) => sum + pause, 0));
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

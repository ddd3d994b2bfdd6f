import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { signalCloser } from "@/lib/conversations/outbox-signal";
import { db } from "@/lib/db/store";
import { idsOf, openBulkDesk } from "../support/bulk-desk.ts";

// Thousands of commits: on a disk that others keep busy they take longer than all the rest.
if (existsSync("/dev/shm")) process.env.TMPDIR = "/dev/shm";

const { desk, sandbox, agent, greetMany, bulk, job, itemsOf, closeCalls } = await openBulkDesk({
  JELOU_TIMEOUT_MS: "500",
});

const total = 1_000;
const share = total / 20;
const attempts = 5;

/** Makes the second attempt of those whose call timed out due, and their last; nobody else's. */
async function hurryThese(ids: string[]) {
  const now = Date.now();
  await db()
    .updateTable("closes")
    .set({ next_attempt_at: now - 1, round_attempts: attempts - 1 })
    .where("conversation_id", "in", ids)
    .where("state", "=", "unknown")
    .where("next_attempt_at", ">", now)
    .execute();
  signalCloser();
}

/** All calls are accounted for, and whose call was answered is called no second time. */
async function expectAnsweredOnce(all: Awaited<ReturnType<typeof greetMany>>) {
  const rows = await db()
    .selectFrom("close_attempts as attempt")
    .innerJoin("closes", "closes.id", "attempt.close_id")
    .select(["closes.conversation_id as id", "outcome"])
    .orderBy("started_at")
    .execute();
  const attemptsOf = Map.groupBy(rows, (row) => row.id);
  const callsOf = Map.groupBy(closeCalls(), (call) => (call.body as { userId: string }).userId);
  for (const { id, jelou } of all) {
    const outcomes = attemptsOf.get(id)?.map((row) => row.outcome) ?? [];
    expect(callsOf.get(jelou.user.id)?.length).toBeLessThanOrEqual(outcomes.length);
    for (const outcome of outcomes.slice(0, -1)) expect(outcome).toMatch(/unclear|unreachable/);
  }
}

test("of a thousand, some refused, some timing out, with a restart in the middle, the counts add up", {
  timeout: 120_000,
}, async () => {
  const all = await greetMany(total);
  const everyNth = (first: number) => all.filter((_each, index) => index % 20 === first);
  const refused = everyNth(3);
  const silent = everyNth(11);
  // Half of the silent ones answer the second time.
  const [never, late] = [silent.slice(0, share / 2), silent.slice(share / 2)];
  for (const { jelou } of refused)
    sandbox.faults.next({ on: "close", status: 422, userId: jelou.user.id }, attempts);
  for (const { jelou } of silent) {
    const times = never.some((each) => each.jelou === jelou) ? attempts : 1;
    const silence = { on: "close", hang: true, effect: false, userId: jelou.user.id } as const;
    sandbox.faults.next(silence, times);
  }

  const { status, body } = await bulk({ filter: {} });
  expect([status, body.total]).toEqual([202, total]);
  const inPeace = { timeout: 60_000, interval: 150 };
  const done = async () => (await job(body.id, agent, "?limit=1")).done;
  await expect.poll(done, inPeace).toBeGreaterThan(total / 3);
  await desk.restart();
  const atRestart = await done();
  expect(atRestart).toBeLessThan(total);
  await expect
    .poll(async () => {
      await hurryThese(idsOf(silent));
      return (await job(body.id, agent, "?limit=1")).state;
    }, inPeace)
    .toBe("finished");

  const failed = refused.length + never.length;
  const ended = await job(body.id, agent);
  expect(ended).toMatchObject({ total, done: total, failed, skipped: 0, nextCursor: null });
  expect(ended.succeeded).toBe(total - failed);
  expect(ended.items).toHaveLength(total);

  const items = await itemsOf(body.id);
  const resultsOf = (given: typeof all) => [
    ...new Set(given.map(({ id }) => items.get(id)?.result)),
  ];
  expect(resultsOf(refused)).toEqual(["failed"]);
  expect(resultsOf(never)).toEqual(["failed"]);
  expect(resultsOf(late)).toEqual(["succeeded"]);
  for (const { jelou, id } of all)
    expect(jelou.status === "closed").toBe(items.get(id)?.result === "succeeded");

  await expectAnsweredOnce(all);
  expect(Math.max(...closeCalls().map((call) => call.alongside))).toBeLessThanOrEqual(4);

  const kept = await db().selectFrom("closes").select(["state", "bulk_id"]).execute();
  expect(kept).toHaveLength(total);
  const counts = (await agent.get("/api/conversations/counts")).body;
  expect(counts).toMatchObject({ open: failed, closing: 0, closed: total - failed });
});

import { expect, onTestFinished, test } from "vitest";
import { idsOf, openBulkDesk, patiently } from "../support/bulk-desk.ts";
import { assign } from "../support/conversation-rows.ts";
import { hurryJob } from "../support/hurry.ts";
import { watch } from "../support/live-stream.ts";
import { hire } from "../support/people.ts";

const bulkDesk = await openBulkDesk();
const { desk, sandbox, admin, agent, project, get, close, settles, callsFor, withFault } = bulkDesk;
const { greetMany, bulk, job, jobBecomes, itemsOf, closeCalls, withRules } = bulkDesk;

/** Every call is met by this as long as the test runs. */
const always = (fault: Parameters<typeof sandbox.faults.always>[0]) => {
  sandbox.faults.always(fault);
  onTestFinished(() => sandbox.faults.clear());
};

const stop = (id: string) => agent.post(`/api/bulk-closes/${id}/stop`);
const retryFailed = (id: string) => agent.post(`/api/bulk-closes/${id}/retry-failed`);

test("a job that is stopped in its undo time calls nobody", async () => {
  const many = await greetMany(5);
  const before = closeCalls().length;
  const { body } = await bulk({ ids: idsOf(many), undoMs: 10_000 });
  expect(body).toMatchObject({ state: "waiting", total: 5, done: 0 });
  const stopped = await stop(body.id);
  expect(stopped.status).toBe(200);
  expect(stopped.body).toMatchObject({ state: "stopped", done: 5, skipped: 5, failed: 0 });
  for (const item of stopped.body.items)
    expect(item).toMatchObject({ state: "skipped", error: { code: "stopped" } });
  expect((await stop(body.id)).body.state).toBe("stopped");
  expect((await retryFailed(body.id)).status).toBe(409);
  await desk.restart();
  for (const { id } of many) expect(await get(id)).toMatchObject({ status: "open", close: null });
  expect(closeCalls()).toHaveLength(before);
});

test("stopping ends what is planned for those in doubt too, and says that nobody knows", async () => {
  const many = await greetMany(1);
  always({ on: "close", status: 500 });
  const { body } = await bulk({ ids: idsOf(many) });
  const { id } = many[0]!;
  await expect.poll(async () => (await get(id)).close?.state, patiently).toBe("unknown");
  expect((await stop(body.id)).body).toMatchObject({ state: "stopped", done: 1, failed: 1 });
  expect((await get(id)).close).toMatchObject({ state: "unknown", nextAttemptAt: null });
  await desk.restart();
  expect(callsFor(many[0]!.jelou.user.id)).toHaveLength(1);
});

test("what failed and somebody else has by now isn't tried again where the rules forbid it", async () => {
  const many = await greetMany(2);
  withFault({ on: "close", status: 403, userId: many[0]!.jelou.user.id });
  const { body } = await bulk({ ids: idsOf(many) });
  await jobBecomes(body.id, "finished");
  await withRules({ closeOthers: false }, { closeOthers: true });
  await assign(many[0]!.id, "somebody-else");
  await retryFailed(body.id);
  await jobBecomes(body.id, "finished");
  expect((await itemsOf(body.id)).get(many[0]!.id)).toMatchObject({
    result: "failed",
    error: { code: "others" },
  });
  expect(callsFor(many[0]!.jelou.user.id)).toHaveLength(1);
});

test("a job that is stopped in the middle makes no call more, and the counts add up", async () => {
  const many = await greetMany(30);
  always({ on: "close", delayMs: 80 });
  const before = closeCalls().length;
  const { body } = await bulk({ ids: idsOf(many) });
  await expect.poll(() => closeCalls().length - before, patiently).toBeGreaterThan(4);
  expect((await stop(body.id)).body.state).toBe("stopped");
  const madeSoFar = closeCalls().length - before;
  await expect.poll(async () => (await job(body.id)).done, patiently).toBe(30);
  await desk.restart();
  const called = closeCalls().length - before;
  // Those that were claimed when it was stopped.
  expect(called - madeSoFar).toBeLessThanOrEqual(4);
  const ended = await job(body.id);
  expect(ended).toMatchObject({ state: "stopped", failed: 0, succeeded: called });
  expect(ended.skipped).toBe(30 - called);
  const items = await itemsOf(body.id);
  for (const { id, jelou } of many) {
    const wasCalled = callsFor(jelou.user.id).length === 1;
    expect(items.get(id)?.result).toBe(wasCalled ? "succeeded" : "skipped");
    expect((await get(id)).status).toBe(wasCalled ? "closed" : "open");
  }
});

test("a finished job can't be stopped", async () => {
  const { body } = await bulk({ ids: idsOf(await greetMany(1)) });
  await jobBecomes(body.id, "finished");
  expect((await stop(body.id)).status).toBe(409);
});

test("only what failed is tried again: refused, unknown, and what the rules refused", async () => {
  const [fine, refused, unknown, closed] = await greetMany(4);
  const of = (each: typeof fine) => each!.jelou.user.id;
  await close(closed!.id);
  await settles(closed!.id, "confirmed");
  withFault({ on: "close", status: 404, userId: of(refused) });
  withFault({ on: "close", status: 500, userId: of(unknown) }, 2);
  const { body } = await bulk({ ids: idsOf([fine!, refused!, unknown!, closed!]) });
  const end = () => hurryJob(body.id, { toItsEnd: true });
  const ended = await jobBecomes(body.id, "finished", end);
  expect(ended).toMatchObject({ total: 4, done: 4, succeeded: 1, failed: 2, skipped: 1 });
  const items = await itemsOf(body.id);
  expect(items.get(refused!.id)).toMatchObject({ state: "refused", error: { code: "not_found" } });
  expect(items.get(unknown!.id)).toMatchObject({
    state: "unknown",
    error: { code: "server_error" },
  });
  const again = await retryFailed(body.id);
  expect([again.status, again.body.state]).toEqual([202, "running"]);
  expect(await jobBecomes(body.id, "finished")).toMatchObject({
    total: 4,
    succeeded: 3,
    failed: 0,
    skipped: 1,
  });
  const calls = [fine, refused, unknown, closed].map((each) => callsFor(of(each)).length);
  expect(calls).toEqual([1, 2, 3, 1]);
  expect((await retryFailed(body.id)).status).toBe(409);
});

test("the rules hold for each item as for a close by itself", async () => {
  const { body: reason } = await admin.post(`/api/projects/${project.id}/close-reasons`, {
    name: "Fin de campaña",
  });
  const given = await greetMany(2);
  await withRules({ requireReason: true }, { requireReason: false });
  const failing = async (input: object) => {
    const { body } = await bulk({ ids: idsOf(given), ...input });
    const { failed, items } = await jobBecomes(body.id, "finished");
    expect(failed).toBe(2);
    return { id: body.id, codes: items.map((item) => item.error?.code) };
  };
  const first = await failing({});
  expect(first.codes).toEqual(["reason_required", "reason_required"]);
  expect((await failing({ reasonId: crypto.randomUUID() })).codes).toEqual([
    "bad_input",
    "bad_input",
  ]);
  const message = { type: "template", templateId: crypto.randomUUID() };
  expect((await failing({ reasonId: reason.id, message })).codes).toEqual([
    "bad_input",
    "bad_input",
  ]);
  for (const { id } of given) expect(await get(id)).toMatchObject({ status: "open", close: null });
  await withRules({ requireReason: false }, { requireReason: false });
  await retryFailed(first.id);
  expect(await jobBecomes(first.id, "finished")).toMatchObject({ succeeded: 2, failed: 0 });
});

test("what ends by itself before its turn to be tried again has succeeded", async () => {
  const [given] = await greetMany(1);
  withFault({ on: "close", status: 404, userId: given!.jelou.user.id });
  const { body } = await bulk({ ids: [given!.id] });
  await jobBecomes(body.id, "finished");
  await withRules({ closesPaused: true }, { closesPaused: false });
  expect((await retryFailed(body.id)).body).toMatchObject({ done: 0, failed: 0 });
  sandbox.expire(given!.jelou.id);
  await settles(given!.id, "confirmed");
  await admin.patch(`/api/projects/${project.id}`, { closesPaused: false });
  const ended = await jobBecomes(body.id, "finished");
  expect(ended).toMatchObject({ succeeded: 1, skipped: 0 });
  expect(ended.items[0]).toMatchObject({ state: "confirmed", error: null });
});

test("what failed has failed still when its second turn is stopped", async () => {
  const given = await greetMany(2);
  for (const { jelou } of given) withFault({ on: "close", status: 404, userId: jelou.user.id });
  const { body } = await bulk({ ids: idsOf(given) });
  await jobBecomes(body.id, "finished");
  await withRules({ closesPaused: true }, { closesPaused: false });
  await retryFailed(body.id);
  expect((await stop(body.id)).body).toMatchObject({ done: 2, failed: 2, skipped: 0 });
  await admin.patch(`/api/projects/${project.id}`, { closesPaused: false });
  await retryFailed(body.id);
  expect(await jobBecomes(body.id, "finished")).toMatchObject({ succeeded: 2 });
});

test("with who asked for it disabled the rest of a job fails, and says so", async () => {
  const leaver = await hire(admin, "agent", [project.id], "Se Va");
  const many = await greetMany(30);
  always({ on: "close", delayMs: 80 });
  const before = closeCalls().length;
  const { body } = await bulk({ ids: idsOf(many) }, leaver);
  await expect.poll(() => closeCalls().length - before, patiently).toBeGreaterThan(4);
  await admin.patch(`/api/users/${leaver.id}`, { active: false });
  const ended = await jobBecomes(body.id, "finished");
  expect(ended.done).toBe(30);
  expect(ended.succeeded + ended.failed).toBe(30);
  expect(ended.succeeded).toBe(closeCalls().length - before);
  expect(ended.failed).toBeGreaterThan(0);
  const errors = ended.items.flatMap((item) => (item.result === "failed" ? item.error?.code : []));
  expect(errors).toEqual(Array(ended.failed).fill("requester_gone"));
});

test("who loses the project in the middle finds the rest no more", async () => {
  const mover = await hire(admin, "agent", [project.id], "Se Muda");
  const given = await greetMany(2);
  const { body } = await bulk({ ids: idsOf(given), undoMs: 300 }, mover);
  await admin.patch(`/api/users/${mover.id}`, { projectIds: [] });
  const { items } = await jobBecomes(body.id, "finished");
  expect(items.map((item) => item.error?.code)).toEqual(["not_found", "not_found"]);
});

test("its owner and the admins hear of a job, and nobody else", async () => {
  const colleague = await hire(admin, "supervisor", [project.id]);
  const viewers = await Promise.all([agent, admin, colleague].map((person) => watch(person)));
  for (const viewer of viewers) await viewer.ready();
  const [his, boss, hers] = viewers.map((viewer) => () => {
    return viewer.changes().filter((frame) => frame.data.kind === "bulk").length;
  });
  const given = await greetMany(2);
  const { body } = await bulk({ ids: idsOf(given) });
  await jobBecomes(body.id, "finished");
  // Made, begun, ended.
  await expect.poll(() => [his!(), boss!()], patiently).toEqual([3, 3]);
  await viewers[2]!.changesOf(given[1]!.id, 1);
  expect(hers!()).toBe(0);
  for (const viewer of viewers) viewer.leave();
  const waiting = await bulk({ ids: idsOf(await greetMany(1)), undoMs: 10_000 });
  const late = await watch(agent, { after: viewers[0]!.frames.at(-1)!.id });
  await stop(waiting.body.id);
  await expect
    .poll(() => late.changes().filter((frame) => frame.data.kind === "bulk").length, patiently)
    .toBe(2);
});

test("a person may cancel one close of a job, and try one again", async () => {
  const [given] = await greetMany(1);
  withFault({ on: "close", status: 429, headers: { "Retry-After": "30" } });
  const { body } = await bulk({ ids: [given!.id] });
  await expect.poll(async () => (await get(given!.id)).close?.lastStatus, patiently).toBe(429);
  const closeId = (await get(given!.id)).close!.id;
  expect((await agent.post(`/api/closes/${closeId}/cancel`)).status).toBe(200);
  expect(await jobBecomes(body.id, "finished")).toMatchObject({ skipped: 1, done: 1 });
  withFault({ on: "close", status: 404, userId: given!.jelou.user.id });
  const second = await bulk({ ids: [given!.id] });
  expect(await jobBecomes(second.body.id, "finished")).toMatchObject({ failed: 1 });
  await agent.post(`/api/closes/${(await get(given!.id)).close!.id}/retry`);
  await settles(given!.id, "confirmed");
  expect(await job(second.body.id)).toMatchObject({ failed: 0, succeeded: 1, state: "finished" });
});

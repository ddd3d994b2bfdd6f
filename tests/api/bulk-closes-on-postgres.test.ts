import { expect, test } from "vitest";
import { idsOf, openBulkDesk, patiently } from "../support/bulk-desk.ts";
import { hurryJob } from "../support/hurry.ts";
import { watch } from "../support/live-stream.ts";

const { desk, admin, agent, sandbox, ...rest } = await openBulkDesk({}, "postgres");
const { greetMany, bulk, job, jobBecomes, itemsOf, closeCalls, callsFor, withFault, addProject } =
  rest;

test("a job goes all the way on PostgreSQL, over a restart, a failure and its second turn", async () => {
  const viewer = await watch(agent);
  await viewer.ready();
  const many = await greetMany(30, { userName: "Postgres" });
  const [refused, unknown] = many;
  withFault({ on: "close", status: 404, userId: refused!.jelou.user.id });
  withFault({ on: "close", status: 500, userId: unknown!.jelou.user.id });
  const { status, body } = await bulk({ filter: { q: "postgres", status: "open" } });
  expect([status, body.total]).toEqual([202, 30]);
  await expect.poll(() => closeCalls().length, patiently).toBeGreaterThan(4);
  await desk.restart();
  const ended = await jobBecomes(body.id, "finished", () => hurryJob(body.id));
  expect(ended).toMatchObject({ done: 30, succeeded: 29, failed: 1, skipped: 0 });
  expect((await itemsOf(body.id)).get(refused!.id)).toMatchObject({
    state: "refused",
    error: { code: "not_found" },
  });
  const failed = await job(body.id, agent, "?result=failed");
  expect(failed.items.map((item) => item.conversationId)).toEqual([refused!.id]);
  await agent.post(`/api/bulk-closes/${body.id}/retry-failed`);
  expect(await jobBecomes(body.id, "finished")).toMatchObject({ succeeded: 30, failed: 0 });
  const calls = many.map(({ jelou }) => callsFor(jelou.user.id).length);
  expect(calls).toEqual([2, 2, ...Array(28).fill(1)]);
  expect(viewer.changes().some((frame) => frame.data.kind === "bulk")).toBe(true);
});

test("a job is stopped in its undo time, and one without a paused project says so", async () => {
  const { id } = await addProject("other");
  const given = [...(await greetMany(2)), ...(await greetMany(2, { projectId: "other" }))];
  const before = closeCalls().length;
  const stopped = await bulk({ ids: idsOf(given), undoMs: 10_000 }, admin);
  const { body } = await admin.post(`/api/bulk-closes/${stopped.body.id}/stop`);
  expect(body).toMatchObject({ state: "stopped", skipped: 4 });
  expect(closeCalls()).toHaveLength(before);
  await admin.patch(`/api/projects/${id}`, { closesPaused: true });
  const held = await bulk({ ids: idsOf(given) }, admin);
  await expect.poll(async () => (await job(held.body.id)).succeeded, patiently).toBe(2);
  expect(await job(held.body.id)).toMatchObject({
    state: "running",
    done: 2,
    pausedProjects: [{ id, name: "other", because: null }],
  });
  await admin.patch(`/api/projects/${id}`, { closesPaused: false });
  expect(await jobBecomes(held.body.id, "finished")).toMatchObject({ succeeded: 4 });
  expect(sandbox.conversations().filter((each) => each.status === "open")).toEqual([]);
});

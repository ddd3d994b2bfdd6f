import { expect, onTestFinished, test } from "vitest";
import type { Conversation } from "@/lib/conversations/schema";
import { idsOf, openBulkDesk, patiently } from "../support/bulk-desk.ts";
import { hurryJob } from "../support/hurry.ts";
import { secrets } from "../support/jelou-desk.ts";

const bulkDesk = await openBulkDesk();
const { sandbox, admin, agent, project, addProject, close, settles, withFault } = bulkDesk;
const { greetMany, bulk, job, jobBecomes, closeCalls, usersCalled } = bulkDesk;

/** Every call is met by this as long as the test runs. */
const always = (fault: Parameters<typeof sandbox.faults.always>[0]) => {
  sandbox.faults.always(fault);
  onTestFinished(() => sandbox.faults.clear());
};

const slowly = { on: "close", delayMs: 60 } as const;

test("of a project at most four calls are made at a time, and another project isn't held up", async () => {
  await addProject("beside");
  always(slowly);
  const ours = await greetMany(24);
  const beside = await greetMany(8, { projectId: "beside" });
  const before = closeCalls().length;
  const { body } = await bulk({ ids: idsOf([...ours, ...beside]) }, admin);
  expect(await jobBecomes(body.id, "finished")).toMatchObject({ succeeded: 32, done: 32 });
  const calls = closeCalls().slice(before);
  const ofProject = (name: string) => calls.filter((call) => call.path.includes(`/${name}/`));
  for (const name of ["p1", "beside"])
    expect(Math.max(...ofProject(name).map((call) => call.alongside))).toBe(4);
  // The eight are not behind the twenty-four.
  expect(calls.indexOf(ofProject("beside")[7]!)).toBeLessThan(24);
});

test("what somebody closes by hand doesn't wait behind a large job", async () => {
  always(slowly);
  const many = await greetMany(40);
  const [single] = await greetMany(1);
  const before = closeCalls().length;
  const { body } = await bulk({ ids: idsOf(many) });
  await expect.poll(() => closeCalls().length - before, patiently).toBeGreaterThan(4);
  await close(single!.id);
  const made = closeCalls().length;
  await settles(single!.id, "confirmed");
  const place = usersCalled().indexOf(single!.jelou.user.id);
  expect(place - made).toBeLessThanOrEqual(12);
  await jobBecomes(body.id, "finished");
});

test("nor behind the failed ones of a job that are tried again", async () => {
  always({ on: "close", status: 500 });
  const many = await greetMany(32);
  const { body } = await bulk({ ids: idsOf(many) });
  const failed = await jobBecomes(body.id, "finished", () => hurryJob(body.id, { toItsEnd: true }));
  expect(failed).toMatchObject({ failed: 32, done: 32 });
  sandbox.faults.clear();
  always(slowly);
  const [single] = await greetMany(1);
  const before = closeCalls().length;
  await agent.post(`/api/bulk-closes/${body.id}/retry-failed`);
  await expect.poll(() => closeCalls().length - before, patiently).toBeGreaterThan(4);
  await close(single!.id);
  const made = closeCalls().length;
  await settles(single!.id, "confirmed");
  expect(usersCalled().indexOf(single!.jelou.user.id) - made).toBeLessThanOrEqual(12);
  expect(await jobBecomes(body.id, "finished")).toMatchObject({ succeeded: 32, failed: 0 });
});

test("a 429 holds the job for as long as Jelou asks, is no failure, and then it goes on", async () => {
  const many = await greetMany(30);
  always({ on: "close", status: 429, headers: { "Retry-After": "40" } });
  const before = Date.now();
  const { body } = await bulk({ ids: idsOf(many) });
  const limited = async () =>
    (await job(body.id)).items.filter((item) => item.error?.code === "rate_limited");
  await expect.poll(async () => (await limited()).length, patiently).toBe(4);
  const made = closeCalls().length;
  const waiting = (await agent.get("/api/conversations?status=closing&limit=100")).body.items;
  const called = waiting.filter(({ close: held }: Conversation) => held?.lastStatus !== null);
  expect(called).toHaveLength(4);
  for (const { close: held } of called) {
    expect(held).toMatchObject({ state: "waiting", attempts: 0, lastStatus: 429 });
    expect(held.nextAttemptAt - before).toBeGreaterThanOrEqual(40_000);
  }
  expect(await job(body.id)).toMatchObject({ state: "running", done: 0, failed: 0 });
  sandbox.faults.clear();
  await hurryJob(body.id);
  expect(new Set(usersCalled().slice(made - 4, made)).size).toBe(4);
  expect(await jobBecomes(body.id, "finished")).toMatchObject({ succeeded: 30, failed: 0 });
  expect(closeCalls().length - made).toBe(30);
});

const clientIs = (clientSecret: string, id = project.id) =>
  admin.put(`/api/projects/${id}/credentials`, {
    kind: "basic",
    clientId: secrets.clientId,
    clientSecret,
  });

test("five 401 in a row pause the project, which says so until it has new credentials", async () => {
  const wrong = await addProject("wrong");
  await clientIs("changed at Jelou", wrong.id);
  const beside = await greetMany(3);
  const many = await greetMany(30, { projectId: "wrong" });
  always({ on: "close", delayMs: 40 });
  const { body } = await bulk({ ids: idsOf([...many, ...beside]) }, admin);
  const because = "unauthorized";
  await expect
    .poll(async () => (await job(body.id)).pausedProjects, patiently)
    .toEqual([{ id: wrong.id, name: "wrong", because }]);
  expect((await admin.get(`/api/projects/${wrong.id}`)).body).toMatchObject({
    closesPaused: true,
    closesPausedBecause: because,
  });
  // The other project's are made all the same; besides the five at most three calls were under way.
  await expect.poll(async () => (await job(body.id)).succeeded, patiently).toBe(3);
  await expect.poll(async () => (await job(body.id)).failed, patiently).toBeGreaterThanOrEqual(5);
  const { failed, state } = await job(body.id);
  expect(failed).toBeLessThanOrEqual(8);
  expect(state).toBe("running");
  const single = await close(many.at(-1)!.id, {}, admin);
  expect([single.status, single.body.reason]).toEqual([409, "closes_paused"]);
  expect(single.body.error.message).toContain("credentials");

  await clientIs(secrets.clientSecret, wrong.id);
  expect((await admin.get(`/api/projects/${wrong.id}`)).body).toMatchObject({
    closesPaused: false,
    closesPausedBecause: null,
  });
  const ended = await jobBecomes(body.id, "finished");
  expect(ended).toMatchObject({ done: 33, failed, succeeded: 33 - failed, pausedProjects: [] });
  const codes = ended.items.flatMap((item) => (item.result === "failed" ? item.error?.code : []));
  expect(codes).toEqual(Array(failed).fill("unauthorized"));

  await admin.post(`/api/bulk-closes/${body.id}/retry-failed`);
  expect(await jobBecomes(body.id, "finished")).toMatchObject({ succeeded: 33, failed: 0 });
});

test("four 401 in a row are not five", async () => {
  const many = await greetMany(20);
  for (const { jelou } of [...many.slice(0, 4), ...many.slice(12, 16)])
    withFault({ on: "close", status: 401, userId: jelou.user.id });
  const { body } = await bulk({ ids: idsOf(many) });
  expect(await jobBecomes(body.id, "finished")).toMatchObject({ failed: 8, succeeded: 12 });
  expect((await admin.get(`/api/projects/${project.id}`)).body.closesPaused).toBe(false);
});

import { expect, onTestFinished, test } from "vitest";
import { freeBytes, isNearlyFull, lookAtDisks } from "@/lib/disk-space";
import { env } from "@/lib/env";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { watch } from "../support/live-stream.ts";
import { messagePayload } from "../support/payloads.ts";
import { signInAs, stranger } from "../support/people.ts";
import { postWebhook } from "../support/post-webhook.ts";

const { desk, admin, agent, greet, get } = await openDeskWithJelou();
const { id } = await greet();

const room = env().minFreeBytes;
async function limit(bytes: number) {
  Object.assign(env(), { minFreeBytes: bytes });
  await lookAtDisks();
}

/** As if others had filled the disk, until the test ends. */
async function fill() {
  onTestFinished(() => limit(room));
  await limit(freeBytes()! + 1024 ** 4);
  expect(isNearlyFull()).toBe(true);
}

const close = (undoMs: number) =>
  agent.post(`/api/conversations/${id}/close`, { message: null, undoMs });

test("what people change is refused with a word for it, and nothing of it is done", async () => {
  await fill();
  for (const refused of [
    await close(0),
    await agent.post(`/api/conversations/${id}/notes`, { text: "Una nota" }),
    await agent.put(`/api/conversations/${id}/assignee`, { userId: null }),
    await admin.post("/api/projects", { name: "P", jelouProjectId: "other" }),
    await admin.patch("/api/account", { theme: "dark" }),
  ]) {
    expect(refused.status).toBe(503);
    expect(refused.body).toMatchObject({
      error: { code: "unavailable", message: expect.stringContaining("The disk is nearly full") },
      reason: "disk_nearly_full",
    });
  }
  expect(await get(id)).toMatchObject({ status: "open", close: null, assignee: null });
  expect((await stranger().post(`/api/conversations/${id}/close`)).status).toBe(401);
});

test("events, sign-in, reading, deleting and undoing go on", async () => {
  const { body: answer } = await agent.post("/api/canned-answers", {
    shortcut: "hi",
    text: "Hola",
  });
  const { body } = await close(10_000);
  await fill();
  const event = messagePayload({ conversation: "during", body: "¿Hay alguien?" });
  expect((await postWebhook(event)).body).toEqual({ status: "stored" });
  expect((await (await signInAs(agent.email)).get("/api/account")).status).toBe(200);
  expect((await agent.get("/api/conversations")).status).toBe(200);
  expect((await agent.post(`/api/conversations/${id}/read`)).status).toBe(204);
  expect((await agent.post(`/api/closes/${body.close.id}/cancel`)).status).toBe(200);
  expect((await agent.remove(`/api/canned-answers/${answer.id}`)).status).toBe(204);
});

test("a close that was asked for before goes out and is confirmed", async () => {
  const { jelou, id: other } = await greet();
  await agent.post(`/api/conversations/${other}/close`, { message: null, undoMs: 500 });
  await fill();
  await expect
    .poll(async () => (await get(other)).close?.state, { timeout: 8_000 })
    .toBe("confirmed");
  expect(jelou.status).toBe("closed");
});

test("whoever looks is told, whoever comes, and when there is room again", async () => {
  const before = await watch(agent);
  await before.ready();
  const notices = (viewer: typeof before) =>
    viewer.ofKind("notice").map((frame) => frame.data.diskNearlyFull);
  expect(notices(before)).toEqual([]);
  await fill();
  await expect.poll(() => notices(before)).toEqual([true]);
  const after = await watch(agent);
  await expect.poll(() => notices(after)).toEqual([true]);
  const lost = await watch(agent, { after: "garbage:1" });
  await expect.poll(() => notices(lost)).toEqual([true]);
  const health = await stranger().get("/api/health/ready");
  expect([health.status, health.body.checks.disk]).toEqual([
    200,
    { status: "ok", detail: "nearly_full" },
  ]);
  await limit(room);
  await expect.poll(() => notices(before)).toEqual([true, false]);
  expect((await admin.patch("/api/account", { theme: "dark" })).status).toBe(204);
});

test("a desk that starts on such a disk knows it from the first request on", async () => {
  await desk.stop();
  process.env.MIN_FREE_MB = "1000000000";
  await desk.start();
  expect(isNearlyFull()).toBe(true);
  delete process.env.MIN_FREE_MB;
  await desk.restart();
  expect(isNearlyFull()).toBe(false);
});

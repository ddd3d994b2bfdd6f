import { expect, test } from "vitest";
import { db } from "@/lib/db/store";
import { findHub } from "@/lib/live/hub";
import { trimLog } from "@/lib/live/read";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { watch } from "../support/live-stream.ts";
import { messagePayload, startPayload } from "../support/payloads.ts";
import { hire, stranger } from "../support/people.ts";
import { postWebhook } from "../support/post-webhook.ts";

const { desk, admin, agent, project, addProject, idOf, close, greet, settles } =
  await openDeskWithJelou();

const position = async () => (await agent.get("/api/conversations")).body.live as string;
const names = (frames: { event?: string | undefined }[]) => frames.map((frame) => frame.event);

test("a stranger gets no stream", async () => {
  const { status, body } = await stranger().get("/api/live");
  expect([status, body.error.code]).toEqual([401, "unauthenticated"]);
});

test("a viewer hears of a message as it is stored, with the rows it changed", async () => {
  const viewer = await watch(agent);
  await viewer.ready();
  expect(viewer.response.headers.get("content-type")).toContain("text/event-stream");
  expect(viewer.response.headers.get("cache-control")).toContain("no-transform");
  await postWebhook(messagePayload({ conversation: "seen", body: "¿Hay alguien?" }));
  const id = await idOf("seen");
  const [frame] = await viewer.changesOf(id, 1);
  expect(frame?.id).toMatch(/^[\w-]+:\d+$/);
  expect(frame?.data).toMatchObject({
    kind: "message",
    projectId: project.id,
    conversationId: id,
    revision: 1,
    conversation: { id, status: "open", lastMessage: { preview: "¿Hay alguien?" } },
    message: { content: { body: "¿Hay alguien?" }, direction: "in" },
  });
  expect(frame?.data.conversation).not.toHaveProperty("unread");
  expect(viewer.retries[0]).toBeGreaterThanOrEqual(1_000);
});

test("the list's position is where a stream goes on without a gap or a repeat", async () => {
  const live = await position();
  const before = await watch(agent, { after: live });
  await postWebhook(messagePayload({ conversation: "gapless", id: "1" }));
  await postWebhook(messagePayload({ conversation: "gapless", id: "2" }));
  const id = await idOf("gapless");
  const [first, second] = await before.changesOf(id, 2);
  const late = await watch(agent, { after: live });
  expect((await late.changesOf(id, 2)).map((frame) => frame.id)).toEqual([first?.id, second?.id]);
  const resumed = await watch(agent, { after: "garbage", lastEventId: first?.id ?? "" });
  await postWebhook(messagePayload({ conversation: "gapless", id: "3" }));
  const rest = await resumed.changesOf(id, 2);
  expect(rest.map((frame) => frame.data.message.jelouMessageId)).toEqual(["2", "3"]);
  expect(resumed.ofKind("reset")).toEqual([]);
});

test.each([
  ["garbage", "hello"],
  ["another desk's", "00000000:1"],
  ["one from the future", "future"],
  ["an empty one", ""],
])("a position that is %s is answered by a reset to where we are", async (_name, after) => {
  const live = await position();
  const [epoch, seq] = live.split(":");
  const viewer = await watch(agent, {
    after: after === "future" ? `${epoch}:${Number(seq) + 1}` : after,
  });
  await viewer.ready();
  expect(viewer.frames).toMatchObject([{ event: "reset", id: live, data: { live } }]);
});

test("a position older than the log is answered by a reset", async () => {
  const old = await position();
  await postWebhook(startPayload({ conversation: "trim-1" }));
  await postWebhook(startPayload({ conversation: "trim-2" }));
  await db().updateTable("live_events").set({ at: 0 }).execute();
  await trimLog(Date.now());
  const viewer = await watch(agent, { after: old });
  await viewer.ready();
  expect(names(viewer.frames)).toEqual(["reset"]);
});

test("what another process wrote is sent once, in the catching up or after it", async () => {
  await postWebhook(startPayload({ conversation: "twice" }));
  const id = await idOf("twice");
  const live = await position();
  await postWebhook(messagePayload({ conversation: "twice", id: "here" }));
  await expect.poll(() => `${findHub()?.epoch}:${findHub()?.seq}`).toBe(await position());
  const foreign = { kind: "conversation", conversation_id: id, project_id: project.id } as const;
  await db()
    .insertInto("live_events")
    .values({ ...foreign, at: Date.now() })
    .execute();
  const viewer = await watch(agent, { after: live });
  await viewer.changesOf(id, 2);
  await postWebhook(messagePayload({ conversation: "twice", id: "there" }));
  const frames = await viewer.changesOf(id, 3);
  expect(new Set(frames.map((frame) => frame.id)).size).toBe(frames.length);
});

test("a viewer far behind gets thousands of large rows, each once and in order", async () => {
  const live = await position();
  const start = startPayload({
    conversation: "large",
    value: { initialMessage: "x".repeat(4_000) },
  });
  await postWebhook(start);
  const id = await idOf("large");
  const row = {
    kind: "conversation",
    conversation_id: id,
    project_id: project.id,
    at: Date.now(),
  } as const;
  for (let n = 0; n < 12; n += 1)
    await db().insertInto("live_events").values(Array(100).fill(row)).execute();
  findHub()?.wake();
  const viewer = await watch(agent, { after: live });
  const frames = await viewer.changesOf(id, 1_201);
  const seqs = frames.map((frame) => Number(frame.id?.split(":")[1]));
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  expect(new Set(seqs).size).toBe(1_201);
  expect(viewer.state.ended).toBe(false);
});

test("nobody sees the changes of a project that isn't his, live or caught up", async () => {
  const elsewhere = await addProject("unseen");
  const other = await hire(admin, "agent", [elsewhere.id]);
  const live = await position();
  const viewers = [await watch(agent, { after: live }), await watch(other, { after: live })];
  const boss = await watch(admin, { after: live });
  await postWebhook(startPayload({ conversation: "ours" }));
  await postWebhook(startPayload({ project: "unseen", conversation: "theirs" }), {
    project: "unseen",
  });
  const [ours, theirs] = [await idOf("ours"), await idOf("theirs")];
  await boss.changesOf(theirs, 1);
  await viewers[0]!.changesOf(ours, 1);
  await viewers[1]!.changesOf(theirs, 1);
  const late = await watch(agent, { after: live });
  await late.changesOf(ours, 1);
  const seen = (viewer: (typeof viewers)[0]) =>
    new Set(
      viewer
        .changes()
        .map((frame) => frame.data.projectId)
        .filter(Boolean),
    );
  expect(seen(viewers[0]!)).toEqual(new Set([project.id]));
  expect(seen(late)).toEqual(new Set([project.id]));
  expect(seen(viewers[1]!)).toEqual(new Set([elsewhere.id]));
  expect(seen(boss)).toEqual(new Set([project.id, elsewhere.id]));
});

test("a close is followed step by step", async () => {
  const { id } = await greet();
  const viewer = await watch(agent);
  await viewer.ready();
  await close(id);
  await settles(id, "confirmed");
  const frames = await viewer.changesOf(id, 4);
  const states = frames.map((frame) => frame.data.conversation.close.state);
  expect(states.at(-1)).toBe("confirmed");
  expect(frames.map((frame) => frame.data.revision)).toEqual(
    frames.map((frame) => frame.data.revision).toSorted((a: number, b: number) => a - b),
  );
});

test("a disabled user's stream says goodbye and ends", async () => {
  const leaver = await hire(admin, "agent", [project.id]);
  const viewer = await watch(leaver);
  await viewer.ready();
  await admin.patch(`/api/users/${leaver.id}`, { active: false });
  await expect.poll(() => viewer.state.ended).toBe(true);
  expect(names(viewer.frames).at(-1)).toBe("bye");
  expect((await leaver.get("/api/live")).status).toBe(401);
});

test("who loses a project is reset and hears no more of it", async () => {
  const mover = await hire(admin, "agent", [project.id]);
  const viewer = await watch(mover);
  await viewer.ready();
  await admin.patch(`/api/users/${mover.id}`, { projectIds: [] });
  await expect.poll(() => viewer.ofKind("reset").length).toBe(1);
  const boss = await watch(admin);
  await boss.ready();
  await postWebhook(startPayload({ conversation: "after-the-move" }));
  const id = await idOf("after-the-move");
  await boss.changesOf(id, 1);
  expect(JSON.stringify(viewer.changes())).not.toContain(id);
});

test("who leaves is forgotten", async () => {
  const before = findHub()?.viewers.size ?? 0;
  const viewer = await watch(agent);
  await viewer.ready();
  expect(findHub()?.viewers.size).toBe(before + 1);
  viewer.leave();
  await expect.poll(() => findHub()?.viewers.size).toBe(before);
});

test("who reads nothing for five seconds is cut, and nobody else", async () => {
  const reader = await watch(agent);
  await reader.ready();
  const known = new Set(findHub()?.viewers);
  const stalled = await agent.open("/api/live");
  const [his] = [...(findHub()?.viewers ?? [])].filter((viewer) => !known.has(viewer));
  await expect.poll(() => his?.catchingUp).toBe(false);
  const now = performance.now();
  his?.sweep(now + 4_000);
  expect(findHub()?.viewers.has(his!)).toBe(true);
  his?.sweep(now + 6_000);
  expect(findHub()?.viewers.has(his!)).toBe(false);
  for (const viewer of known) viewer.sweep(now + 60_000);
  expect(reader.state.ended).toBe(false);
  await expect(stalled.text()).rejects.toThrow();
});

test("who lets more than 256 KiB wait is cut at once", async () => {
  const known = new Set(findHub()?.viewers);
  const stalled = await agent.open("/api/live");
  const [his] = [...(findHub()?.viewers ?? [])].filter((viewer) => !known.has(viewer));
  await expect.poll(() => his?.catchingUp).toBe(false);
  const quarter = new Uint8Array(64 * 1024);
  for (let n = 0; n < 3; n += 1) his?.send(quarter);
  expect(findHub()?.viewers.has(his!)).toBe(true);
  for (let n = 0; n < 2; n += 1) his?.send(quarter);
  expect(findHub()?.viewers.has(his!)).toBe(false);
  await expect(stalled.text()).rejects.toThrow();
});

test("a desk that stops says goodbye, is not ready, and takes no new viewers", async () => {
  const viewer = await watch(agent);
  await viewer.ready();
  expect((await stranger().get("/api/health/ready")).status).toBe(200);
  await desk.stop();
  await expect.poll(() => viewer.state.ended).toBe(true);
  expect(viewer.state.failed).toBe(false);
  expect(names(viewer.frames).at(-1)).toBe("bye");
  const ready = await stranger().get("/api/health/ready");
  expect([ready.status, ready.body.error.code]).toEqual([503, "unavailable"]);
  expect((await stranger().get("/api/health/live")).status).toBe(200);
  expect((await agent.get("/api/live")).status).toBe(503);
  await desk.start();
});

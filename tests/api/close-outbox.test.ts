import { expect, test } from "vitest";
import { signalCloser } from "@/lib/conversations/outbox-signal";
import { db } from "@/lib/db/store";
import { hurry } from "../support/hurry.ts";
import { openDeskWithJelou } from "../support/jelou-desk.ts";

const { desk, admin, project, addProject, greet, get, close, settles, callsFor, withFault } =
  await openDeskWithJelou();

test("a close that waits when the desk stops is made by the desk that starts", async () => {
  const { id, jelou } = await greet();
  const { body } = await close(id, { undoMs: 10_000 });
  await desk.restart();
  expect(await get(id)).toMatchObject({ status: "closing", close: { state: "waiting" } });
  await hurry(body.close.id);
  await settles(id, "confirmed");
  expect(callsFor(jelou.user.id)).toHaveLength(1);
});

test("a desk that stops waits for the call under way and keeps its outcome", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "close", delayMs: 300 });
  withFault({ on: "webhook", event: "conversation.close", lose: true });
  await close(id);
  await desk.restart();
  expect((await get(id)).close?.state).toBe("accepted");
  expect(callsFor(jelou.user.id)).toHaveLength(1);
});

test("a close is never lost to a stop that comes as it falls due", async () => {
  const waiting = await Promise.all(Array.from({ length: 8 }, () => greet()));
  await Promise.all(waiting.map(({ id }) => close(id)));
  await desk.stop();
  await desk.start();
  // One that had been left "sending" would wait for the end of its lease, and be called a second time.
  for (const { id, jelou } of waiting) {
    // The webhook may have come while no desk was there to take it.
    await expect
      .poll(async () => (await get(id)).close?.state, { timeout: 5_000 })
      .toMatch(/accepted|confirmed/);
    expect(callsFor(jelou.user.id)).toHaveLength(1);
  }
});

test("a call whose desk died is nobody's after its lease: unknown, and tried again", async () => {
  const { id, jelou } = await greet();
  const { body } = await close(id, { undoMs: 10_000 });
  const dead = { state: "sending", attempts: 1, round_attempts: 1, next_attempt_at: null } as const;
  const ofThis = () => db().updateTable("closes").where("id", "=", body.close.id);
  await ofThis()
    .set({ ...dead, lease_until: Date.now() + 60_000 })
    .execute();
  await desk.restart();
  expect((await get(id)).close?.state).toBe("sending");
  await ofThis()
    .set({ lease_until: Date.now() - 1 })
    .execute();
  signalCloser();
  await settles(id, "unknown");
  expect(callsFor(jelou.user.id)).toEqual([]);
  await hurry(body.close.id);
  const { close: confirmed } = await settles(id, "confirmed");
  expect(confirmed?.attempts).toBe(2);
  expect(callsFor(jelou.user.id)).toHaveLength(1);
});

test("Jelou's yes that comes after its lease is good, and no other call is made", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "webhook", event: "conversation.close", lose: true });
  withFault({ on: "close", delayMs: 300 });
  const { body } = await close(id);
  await expect.poll(() => callsFor(jelou.user.id).length).toBe(1);
  // As another desk leaves it.
  await db()
    .updateTable("closes")
    .set({ state: "unknown", had_unknown: 1, lease_until: null, next_attempt_at: Date.now() + 600 })
    .where("id", "=", body.close.id)
    .execute();
  const { status, close: accepted } = await settles(id, "accepted");
  expect([status, accepted?.attempts, accepted?.lastStatus]).toEqual(["closed", 1, 200]);
  await desk.restart();
  expect(callsFor(jelou.user.id)).toHaveLength(1);
});

test("a no that comes after its lease counts no more, not even while the next call is made", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "webhook", event: "conversation.close", lose: true });
  withFault({ on: "close", status: 401, delayMs: 300 });
  withFault({ on: "close", delayMs: 600 });
  const { body } = await close(id);
  await expect.poll(() => callsFor(jelou.user.id).length).toBe(1);
  // As another desk leaves it.
  await db()
    .updateTable("closes")
    .set({ state: "unknown", had_unknown: 1, lease_until: null, next_attempt_at: Date.now() - 1 })
    .where("id", "=", body.close.id)
    .execute();
  signalCloser();
  await expect.poll(() => callsFor(jelou.user.id).length).toBe(2);
  await desk.restart();
  expect((await get(id)).close).toMatchObject({ state: "accepted", attempts: 2, lastStatus: 200 });
  expect(callsFor(jelou.user.id)).toHaveLength(2);
});

test("a call that this desk makes is waited for, whatever the clock says of its lease", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "close", delayMs: 600 });
  const { body } = await close(id);
  await expect.poll(() => callsFor(jelou.user.id).length).toBe(1);
  await db()
    .updateTable("closes")
    .set({ lease_until: Date.now() - 60_000 })
    .where("id", "=", body.close.id)
    .execute();
  signalCloser();
  const { close: confirmed } = await settles(id, "confirmed");
  expect(confirmed).toMatchObject({ attempts: 1, lastStatus: 200 });
  expect(callsFor(jelou.user.id)).toHaveLength(1);
});

test("a paused project takes no closes, and makes those that wait when it goes on", async () => {
  const { id, jelou } = await greet();
  const other = await greet();
  const { body } = await close(id, { undoMs: 10_000 });
  await admin.patch(`/api/projects/${project.id}`, { closesPaused: true });
  const refused = await close(other.id);
  expect(refused.status).toBe(409);
  expect(refused.body.error.message).toContain("paused");
  await hurry(body.close.id);
  await desk.restart();
  expect((await get(id)).close?.state).toBe("waiting");
  expect(callsFor(jelou.user.id)).toEqual([]);
  await admin.patch(`/api/projects/${project.id}`, { closesPaused: false });
  await settles(id, "confirmed");
});

test("without credentials a close is refused at once, and one that waits says why", async () => {
  const bare = await addProject("bare");
  const waiting = await greet({ projectId: "bare" });
  const late = await greet({ projectId: "bare" });
  const { body } = await close(waiting.id, { undoMs: 10_000 }, admin);
  await admin.patch(`/api/projects/${bare.id}`, {
    gatewayUrl: "https://gateway.jelou.ai/jelouapi/v1",
  });
  const refused = await close(late.id, {}, admin);
  expect(refused.status).toBe(409);
  expect(refused.body.error.message).toContain("credentials");
  await hurry(body.close.id);
  const { status, close: settled } = await settles(waiting.id, "refused");
  expect(status).toBe("open");
  expect(settled).toMatchObject({ attempts: 0, lastError: { code: "no_credentials" } });
});

test("more closes than the desk makes at a time are all made, once each", async () => {
  const many = await Promise.all(Array.from({ length: 18 }, () => greet()));
  withFault({ on: "close", delayMs: 200 }, 18);
  await Promise.all(many.map(({ id }) => close(id)));
  for (const { id } of many) await settles(id, "confirmed");
  for (const { jelou } of many) expect(callsFor(jelou.user.id)).toHaveLength(1);
});

import { expect, test } from "vitest";
import { hurry } from "../support/hurry.ts";
import { openDeskWithJelou } from "../support/jelou-desk.ts";

const { sandbox, agent, greet, get, close, settles, callsFor, withFault } =
  await openDeskWithJelou();

const comesBack = (jelou: { user: { id: string }; bot: { id: string } }, at = Date.now() + 1) =>
  greet({ userId: jelou.user.id, botId: jelou.bot.id, at });

test("with a newer conversation of the customer no call is made: it would close that one", async () => {
  const old = await greet({ at: Date.now() - 60_000 });
  const newer = await comesBack(old.jelou);
  const { status, body } = await close(old.id);
  expect(status).toBe(409);
  expect(body).toMatchObject({
    error: { code: "conflict" },
    close: { state: "superseded", conversationId: old.id, nextAttemptAt: null },
  });
  expect(await get(old.id)).toMatchObject({ status: "open", close: { state: "superseded" } });
  const again = await close(old.id);
  expect(again.body.close.id).toBe(body.close.id);
  expect((await agent.post(`/api/closes/${body.close.id}/retry`)).status).toBe(409);
  expect(callsFor(old.jelou.user.id)).toEqual([]);
  expect((await close(newer.id)).status).toBe(202);
  await settles(newer.id, "confirmed");
  expect(callsFor(old.jelou.user.id)).toHaveLength(1);
});

test("what counts is Jelou's time, not which one we heard of first", async () => {
  const now = Date.now();
  const newer = await greet({ at: now });
  const old = await comesBack(newer.jelou, now - 60_000);
  expect((await close(old.id)).body.close.state).toBe("superseded");
  await close(newer.id);
  await settles(newer.id, "confirmed");
});

test("a newer conversation in the undo time stops the close before its call", async () => {
  const { id, jelou } = await greet({ at: Date.now() - 60_000 });
  const { body } = await close(id, { undoMs: 10_000 });
  await comesBack(jelou);
  await hurry(body.close.id);
  const { status } = await settles(id, "superseded");
  expect(status).toBe("open");
  expect(callsFor(jelou.user.id)).toEqual([]);
});

test("a newer conversation between two attempts stops the next one", async () => {
  const { id, jelou } = await greet({ at: Date.now() - 60_000 });
  withFault({ on: "close", status: 500 });
  await close(id);
  const { close: unknown } = await settles(id, "unknown");
  const newer = await comesBack(jelou);
  await hurry(unknown?.id);
  await settles(id, "superseded");
  expect(callsFor(jelou.user.id)).toHaveLength(1);
  expect(sandbox.conversation(newer.jelou.id)?.status).toBe("open");
});

test("a refused close isn't tried again once the customer has come back", async () => {
  const { id, jelou } = await greet({ at: Date.now() - 60_000 });
  withFault({ on: "close", status: 401 });
  const { body } = await close(id);
  await settles(id, "refused");
  await comesBack(jelou);
  const again = await agent.post(`/api/closes/${body.close.id}/retry`);
  expect(again.status).toBe(409);
  expect(again.body.close).toMatchObject({ id: body.close.id, state: "superseded" });
  expect(await get(id)).toMatchObject({ status: "open", close: { state: "superseded" } });
  expect(callsFor(jelou.user.id)).toHaveLength(1);
});

test("another customer's, another bot's or an older conversation is no hindrance", async () => {
  const now = Date.now();
  const { id, jelou } = await greet({ at: now });
  await greet({ at: now + 1_000 });
  await greet({ at: now + 1_000, userId: jelou.user.id, botId: "other-bot" });
  await greet({ at: now - 60_000, userId: jelou.user.id });
  expect((await close(id)).status).toBe(202);
  await settles(id, "confirmed");
});

test("a superseded conversation can be marked as closed, with who and why, and without a call", async () => {
  const old = await greet({ at: Date.now() - 60_000 });
  await comesBack(old.jelou);
  await close(old.id);
  const note = "Siguió en la conversación nueva";
  const marked = await agent.post(`/api/conversations/${old.id}/mark-closed`, { note });
  expect(marked.status).toBe(200);
  expect(marked.body).toMatchObject({
    id: old.id,
    status: "closed",
    marked: { by: { name: "Ana Agente" }, note },
    close: { state: "superseded" },
  });
  const again = await agent.post(`/api/conversations/${old.id}/mark-closed`, { note });
  expect(again.status).toBe(409);
  expect(callsFor(old.jelou.user.id)).toEqual([]);
});

test("marking ends a close that waits, and nothing is sent", async () => {
  const { id, jelou } = await greet();
  const { body } = await close(id, { undoMs: 10_000 });
  const note = "Lo cerró la supervisora";
  expect((await agent.post(`/api/conversations/${id}/mark-closed`, { note })).status).toBe(200);
  expect(await get(id)).toMatchObject({
    status: "closed",
    close: { id: body.close.id, state: "cancelled" },
  });
  expect(callsFor(jelou.user.id)).toEqual([]);
});

test("marking waits for a call that is being made", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "close", delayMs: 300 });
  await close(id);
  await expect.poll(() => callsFor(jelou.user.id).length).toBe(1);
  const marked = await agent.post(`/api/conversations/${id}/mark-closed`, { note: "ya" });
  expect(marked.status).toBe(409);
  await settles(id, "confirmed");
  expect((await get(id)).marked).toBeNull();
});

test("who writes after the close stays in the inbox until somebody has seen to it", async () => {
  const { id, jelou } = await greet();
  await close(id);
  await settles(id, "confirmed");
  const content = { body: "¿Y mi factura?" };
  sandbox.customerWrites(jelou.id, { type: "text", content }, { at: Date.now() + 1_000 });
  await sandbox.settle();
  const inbox = async () =>
    (await agent.get("/api/conversations?limit=100")).body.items.map(
      (each: { id: string }) => each.id,
    );
  expect(await get(id)).toMatchObject({ status: "closed", wroteAfterClose: true });
  expect(await inbox()).toContain(id);
  await agent.post(`/api/conversations/${id}/mark-closed`, { note: "Respondido por correo" });
  expect(await get(id)).toMatchObject({ status: "closed", wroteAfterClose: false });
  expect(await inbox()).not.toContain(id);
});

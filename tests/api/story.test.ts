import { expect, test } from "vitest";
import { signalCloser } from "@/lib/conversations/outbox-signal";
import type { Attempt, StoryItem } from "@/lib/conversations/schema";
import { db } from "@/lib/db/store";
import { patiently } from "../support/bulk-desk.ts";
import { hurry } from "../support/hurry.ts";
import { openDeskWithJelou, secrets } from "../support/jelou-desk.ts";
import { hire, type Person } from "../support/people.ts";

const { desk, sandbox, admin, agent, project, addProject, greet, close, settles, withFault } =
  await openDeskWithJelou({ JELOU_TIMEOUT_MS: "500" });

type CloseItem = Extract<StoryItem, { kind: "close" }>;

const storyOf = async (id: string, person: Person = agent) => {
  const { status, body } = await person.get(`/api/conversations/${id}/story`);
  expect(status).toBe(200);
  expect(body.nextCursor).toBeNull();
  return body.items as StoryItem[];
};

/** The story of a conversation that had one close and nothing else. */
async function onlyClose(id: string): Promise<CloseItem> {
  const [item, ...more] = await storyOf(id);
  expect(more).toEqual([]);
  expect(item?.kind).toBe("close");
  return item as CloseItem;
}

const outcomes = (attempts: Attempt[]) =>
  attempts.map(({ outcome, status, error }) => [outcome, status, error?.code]);

test("a conversation that nobody closed has no story", async () => {
  const { id } = await greet();
  expect(await storyOf(id)).toEqual([]);
});

test("a close tells who, when, why, what the customer got, its attempt and what confirmed it", async () => {
  const path = `/api/projects/${project.id}/close-reasons`;
  const reasonId = (await admin.post(path, { name: "Resuelto" })).body.id;
  const { id } = await greet();
  const before = Date.now();
  const message = { type: "text", text: "Adiós" };
  await close(id, { reasonId, note: "Quedó contento", message });
  await settles(id, "confirmed");
  const after = Date.now();
  const { at, close: told, attempts, confirmation } = await onlyClose(id);
  expect(told).toMatchObject({
    state: "confirmed",
    requestedBy: { id: agent.id, name: "Ana Agente" },
    reason: { id: reasonId, name: "Resuelto" },
    note: "Quedó contento",
    message,
  });
  expect(at).toBe(told.requestedAt);
  const error = null;
  expect(attempts).toMatchObject([{ outcome: "accepted", status: 200, error }]);
  const [{ startedAt, latencyMs }] = attempts as [Attempt];
  expect(confirmation).toMatchObject({ reason: "closed_by_operator" });
  expect(confirmation?.receivedAt).toBe(told.confirmedAt);
  const times = [before, at, startedAt, startedAt + latencyMs!, confirmation!.receivedAt, after];
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(confirmation?.at).toBe(sandbox.conversations().at(-1)?.closedAt);
});

test("a call that took long says how long", async () => {
  const { id } = await greet();
  withFault({ on: "close", delayMs: 200 });
  await close(id);
  await settles(id, "confirmed");
  expect((await onlyClose(id)).attempts[0]?.latencyMs).toBeGreaterThanOrEqual(190);
});

test("a refusal is told in Jelou's words, with the fields it named and none of our secrets", async () => {
  const { id } = await greet();
  const validationError = { botId: ["Not yours"] };
  const words = `En sus palabras, ${secrets.clientSecret}`;
  withFault({ on: "close", status: 422, body: { message: words, validationError } });
  await close(id);
  await settles(id, "refused");
  const { attempts, confirmation } = await onlyClose(id);
  expect(attempts[0]).toMatchObject({
    outcome: "refused",
    status: 422,
    error: { code: "invalid", message: "En sus palabras, […]", fields: validationError },
  });
  expect(attempts[0]?.latencyMs).toBeGreaterThanOrEqual(0);
  expect(confirmation).toBeNull();
});

test("every attempt of an unclear close is told, in their order", async () => {
  const { id } = await greet();
  withFault({ on: "close", status: 500, body: { message: "Se cayó" } });
  withFault({ on: "close", hang: true, effect: false });
  withFault({ on: "close", reset: "before" });
  withFault({ on: "close", status: 429, headers: { "Retry-After": "20" } });
  const { body } = await close(id);
  for (let made = 1; made <= 4; made += 1) {
    const count = async () =>
      (await onlyClose(id)).attempts.filter((attempt) => attempt.latencyMs !== null).length;
    await expect.poll(count, patiently).toBe(made);
    await hurry(body.close.id);
  }
  await settles(id, "confirmed");
  const { attempts, close: told } = await onlyClose(id);
  expect(outcomes(attempts)).toEqual([
    ["unclear", 500, "server_error"],
    ["unclear", null, "timeout"],
    ["unclear", null, "reset"],
    ["limited", 429, "rate_limited"],
    ["accepted", 200, undefined],
  ]);
  expect(attempts[0]?.error?.message).toBe("Se cayó");
  expect(attempts[1]?.latencyMs).toBeGreaterThanOrEqual(490);
  const starts = attempts.map((attempt) => attempt.startedAt);
  expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  expect(told.attempts).toBe(4);
});

test("an attempt that nobody saw the end of stays without an answer", async () => {
  const { id } = await greet();
  withFault({ on: "close", status: 500 });
  const { body } = await close(id);
  await settles(id, "unknown");
  const lost = {
    state: "sending",
    sent_at: Date.now(),
    attempts: 2,
    round_attempts: 2,
    next_attempt_at: null,
    lease_until: Date.now() - 1,
  } as const;
  await desk.stop();
  await desk.start();
  const ofThis = db().updateTable("closes").where("id", "=", body.close.id);
  await ofThis.set(lost).execute();
  await db()
    .insertInto("close_attempts")
    .values({
      close_id: body.close.id,
      started_at: lost.sent_at,
      project_id: project.id,
      outcome: "unanswered",
    })
    .execute();
  signalCloser();
  await settles(id, "unknown");
  await hurry(body.close.id);
  await settles(id, "confirmed");
  const { attempts } = await onlyClose(id);
  expect(outcomes(attempts)).toEqual([
    ["unclear", 500, "server_error"],
    ["unanswered", null, undefined],
    ["accepted", 200, undefined],
  ]);
  expect(attempts[1]?.latencyMs).toBeNull();
});

test("an address where nobody answers is told as not reached", async () => {
  await addProject("nowhere");
  const nowhere = (await admin.get("/api/projects")).body.items.find(
    (each: { name: string }) => each.name === "nowhere",
  );
  const { id } = await greet({ projectId: "nowhere" });
  const path = `/api/projects/${nowhere.id}`;
  await admin.patch(path, { gatewayUrl: sandbox.gatewayUrl.replace("http:", "https:") });
  const { clientId, clientSecret } = secrets;
  await admin.put(`${path}/credentials`, { kind: "basic", clientId, clientSecret });
  await close(id, {}, admin);
  const told = async () =>
    (await storyOf(id, admin)).flatMap((item) =>
      item.kind === "close" ? outcomes(item.attempts) : [],
    );
  await expect.poll(told, patiently).toEqual([["unreachable", null, "unreachable_tls"]]);
});

test("a close that was undone, and the next one, are told in their order", async () => {
  const { id } = await greet();
  const { body } = await close(id, { undoMs: 10_000 });
  await admin.post(`/api/closes/${body.close.id}/cancel`);
  await close(id, {}, admin);
  await settles(id, "confirmed");
  const items = (await storyOf(id)) as CloseItem[];
  expect(items.map((item) => [item.close.state, item.attempts.length])).toEqual([
    ["cancelled", 0],
    ["confirmed", 1],
  ]);
  expect(items[0]!.at).toBeLessThanOrEqual(items[1]!.at);
});

test("a mark, what was seen to after it, and a new start are told beside the closes", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "close", status: 404 });
  await close(id);
  await settles(id, "refused");
  const mark = (note: string) => agent.post(`/api/conversations/${id}/mark-closed`, { note });
  expect((await mark("Por teléfono")).status).toBe(200);
  const content = { body: "¿Y mi factura?" };
  sandbox.customerWrites(jelou.id, { type: "text", content }, { at: Date.now() + 1_000 });
  await sandbox.settle();
  expect((await mark("Por correo")).status).toBe(200);
  sandbox.expire(jelou.id);
  await sandbox.settle();
  const initialMessage = "¿Seguimos?";
  const started = await admin.post(`/api/conversations/${id}/start-again`, { initialMessage });
  expect(started.status).toBe(200);
  const items = await storyOf(id);
  const by = { id: agent.id, name: "Ana Agente" };
  expect(items).toMatchObject([
    { kind: "close" },
    { kind: "marked", by, note: "Por teléfono" },
    { kind: "attended", by, note: "Por correo" },
    { kind: "started", by: { name: "admin" }, note: initialMessage },
  ]);
  const times = items.map((item) => item.at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test("a story is for those who may see the conversation", async () => {
  const elsewhere = await addProject("elsewhere");
  const other = await hire(admin, "supervisor", [elsewhere.id]);
  const { id } = await greet();
  await close(id);
  await settles(id, "confirmed");
  const { status, body } = await other.get(`/api/conversations/${id}/story`);
  expect([status, body.error.code]).toEqual([404, "not_found"]);
  expect((await admin.get(`/api/conversations/${id}/story`)).body.items).toHaveLength(1);
  expect((await agent.get("/api/conversations/nobodys/story")).status).toBe(404);
});

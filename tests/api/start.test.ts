import { expect, test } from "vitest";
import { db } from "@/lib/db/store";
import { openDeskWithJelou, secrets } from "../support/jelou-desk.ts";
import { startPayload } from "../support/payloads.ts";
import { hire, type Person } from "../support/people.ts";
import { postWebhook } from "../support/post-webhook.ts";

const { desk, sandbox, admin, agent, project, addProject, greet, get, close, settles, withFault } =
  await openDeskWithJelou({ JELOU_TIMEOUT_MS: "1000" });

/** Somebody whom Jelou knows, and who has no conversation. */
function customer(jelouProjectId = "p1") {
  const userId = `59399${crypto.randomUUID().slice(0, 8)}`;
  sandbox.project(jelouProjectId)?.users.set(userId, "Rosa");
  return userId;
}

const start = (userId: unknown, more: object = {}, person: Person = agent) =>
  person.post("/api/conversations", { projectId: project.id, botId: "bot", userId, ...more });

const callsFor = (userId: string) =>
  sandbox.callsTo("start").filter((call) => (call.body as { userId?: string }).userId === userId);

const statesFor = async (userId: string) =>
  (await db().selectFrom("starts").select("state").where("contact_id", "=", userId).execute()).map(
    (row) => row.state,
  );

/** As if the start of this customer were older. */
const age = (userId: string, ms: number) =>
  db()
    .updateTable("starts")
    .set((eb) => ({ requested_at: eb("requested_at", "-", ms) }))
    .where("contact_id", "=", userId)
    .execute();

const everything = {
  initialMessage: "Hola, le llamamos por su pedido",
  metadata: { ticketId: "T-12345", nested: { list: [1, "dos", null] } },
  assignment: { type: "queue", target: "ventas" },
};

test("Jelou begins it, and the answer names what its webhook has brought", async () => {
  const userId = customer();
  const { status, body } = await start(userId, everything);
  expect(status).toBe(201);
  expect(callsFor(userId).map((call) => call.body)).toEqual([
    { botId: "bot", userId, ...everything },
  ]);
  expect(await get(body.id)).toMatchObject({
    jelouConversationId: body.jelouConversationId,
    status: "open",
    contact: { id: userId },
    ...everything,
  });
  expect(await statesFor(userId)).toEqual(["accepted"]);
});

test("a customer's id may be a number, and what is left out is not sent", async () => {
  const userId = customer();
  const number = 593_990_001_122;
  sandbox.project("p1")?.users.set(`${number}`, "Uno");
  expect((await start(number)).status).toBe(201);
  expect((await start(` ${userId} `)).status).toBe(201);
  expect(callsFor(`${number}`)[0]?.body).toEqual({ botId: "bot", userId: `${number}` });
  expect(callsFor(userId)).toHaveLength(1);
});

test("a webhook that comes before the answer is found all the same", async () => {
  const userId = customer();
  sandbox.webhookTiming = "before";
  const { status, body } = await start(userId).finally(() => {
    sandbox.webhookTiming = "after";
  });
  expect([status, (await get(body.id)).contact.id]).toEqual([201, userId]);
});

test("where Jelou says no id, the customer's open conversation is the one", async () => {
  const userId = customer();
  withFault({ on: "start", status: 200, body: {}, effect: true });
  const { status, body } = await start(userId);
  expect([status, body.jelouConversationId]).toEqual([201, null]);
  expect(await get(body.id)).toMatchObject({ status: "open", contact: { id: userId } });
});

test("where Jelou goes on under an old id, that conversation is waited for until it is open", async () => {
  const { id, jelou } = await greet({ at: Date.now() - 60_000 });
  await close(id);
  await settles(id, "confirmed");
  const body = { data: { conversationId: jelou.id } };
  withFault({ on: "start", status: 200, body, effect: false });
  const answer = start(jelou.user.id).then(async (given) => ({
    body: given.body,
    status: (await get(id)).status,
  }));
  await expect.poll(() => statesFor(jelou.user.id)).toEqual(["accepted"]);
  const again = { conversation: jelou.id, contact: jelou.user.id, at: Date.now() + 1 };
  await postWebhook(startPayload(again));
  expect(await answer).toEqual({ body: { id, jelouConversationId: jelou.id }, status: "open" });
});

test("a webhook that is late leaves our id out", async () => {
  const userId = customer();
  withFault({ on: "webhook", lose: true });
  const before = Date.now();
  const { status, body } = await start(userId);
  expect(status).toBe(201);
  expect(body).toEqual({ id: null, jelouConversationId: expect.any(String) });
  expect(Date.now() - before).toBeGreaterThanOrEqual(3_000);
  expect(Date.now() - before).toBeLessThan(4_500);
  expect((await start(userId)).body.reason).toBe("just_started");
});

test("of twenty at once one call is made, and the others are told that it was", async () => {
  const userId = customer();
  withFault({ on: "start", delayMs: 150 });
  const people = Array.from({ length: 20 }, (_, n) => (n % 2 ? agent : admin));
  const answers = await Promise.all(people.map((person) => start(userId, {}, person)));
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, ...Array(19).fill(409)]);
  expect(new Set(answers.map((answer) => answer.body.reason))).toEqual(
    new Set([undefined, "just_started"]),
  );
  expect(callsFor(userId)).toHaveLength(1);
});

test("a customer with an open conversation is led to it, however it came about", async () => {
  const { id, jelou } = await greet();
  const { status, body } = await start(jelou.user.id);
  expect([status, body.reason, body.conversationId]).toEqual([409, "open_conversation", id]);
  await close(id, { undoMs: 10_000 });
  expect((await start(jelou.user.id)).body.conversationId).toBe(id);
  const started = await start(customer());
  const again = await start((await get(started.body.id)).contact.id);
  expect([again.status, again.body.conversationId]).toEqual([409, started.body.id]);
  expect(callsFor(jelou.user.id)).toEqual([]);
});

test("another bot's open conversation is in nobody's way, nor is a closed one", async () => {
  const { jelou } = await greet({ botId: "other-bot" });
  expect((await start(jelou.user.id)).status).toBe(201);
  const closed = await greet();
  await close(closed.id);
  await settles(closed.id, "confirmed");
  expect((await start(closed.jelou.user.id)).status).toBe(201);
});

test("a start and a start anew are in each other's way", async () => {
  const { id, jelou } = await greet();
  await close(id);
  await settles(id, "confirmed");
  withFault({ on: "start", status: 200, body: {}, effect: false }, 2);
  const anew = (person: Person = agent) => person.post(`/api/conversations/${id}/start-again`, {});
  expect((await anew()).status).toBe(200);
  const { status, body } = await start(jelou.user.id);
  expect([status, body.reason]).toEqual([409, "just_started"]);
  await age(jelou.user.id, 60_000);
  const late = start(jelou.user.id);
  await expect.poll(() => callsFor(jelou.user.id).length).toBe(2);
  expect((await anew(admin)).body.reason).toBe("just_started");
  expect((await late).body).toEqual({ id: null, jelouConversationId: null });
});

type Fault = Parameters<typeof withFault>[0];

test.each<[string, object, number, string, string, string]>([
  ["401", { status: 401 }, 502, "upstream_failed", "unauthorized", "Forced status 401"],
  ["404", { status: 404 }, 502, "upstream_failed", "not_found", "Forced status 404"],
  ["422", { status: 422 }, 502, "upstream_failed", "invalid", "Forced status 422"],
  ["429", { status: 429 }, 429, "too_many_requests", "rate_limited", "Forced status 429"],
  ["500", { status: 500 }, 504, "upstream_timeout", "server_error", "Forced status 500"],
  ["silence", { hang: true, effect: false }, 504, "upstream_timeout", "timeout", ""],
  ["reset", { reset: "before" }, 504, "upstream_timeout", "reset", ""],
  ["web page", { garbage: "html", effect: false }, 504, "upstream_timeout", "unreadable", ""],
])("Jelou's %s is told, and only what is unclear holds the next one back", async (...parts) => {
  const [, fault, status, code, cause, words] = parts;
  const userId = customer();
  withFault({ on: "start", ...fault } as Fault);
  const answer = await start(userId);
  expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  expect(answer.body).toMatchObject({ cause, words: expect.stringContaining(words) });
  const isUnclear = code === "upstream_timeout";
  expect(await statesFor(userId)).toEqual([isUnclear ? "unclear" : "failed"]);
  const next = await start(userId);
  expect([next.status, next.body.reason]).toEqual(
    isUnclear ? [409, "just_started"] : [201, undefined],
  );
  if (!isUnclear) return;
  await age(userId, 50_000);
  expect((await start(userId)).status).toBe(409);
  await age(userId, 10_000);
  expect((await start(userId)).status).toBe(201);
});

test("what an unclear answer began all the same is found by the next who asks", async () => {
  const userId = customer();
  withFault({ on: "start", reset: "after" });
  expect((await start(userId)).status).toBe(504);
  await sandbox.settle();
  const { status, body } = await start(userId);
  expect([status, body.reason]).toEqual([409, "open_conversation"]);
  expect((await get(body.conversationId)).contact.id).toBe(userId);
  expect(callsFor(userId)).toHaveLength(1);
});

test("what Jelou says of our secrets is not shown", async () => {
  withFault({ on: "start", status: 404, body: { message: `No ${secrets.clientSecret}` } });
  expect((await start(customer())).body.words).toBe("No […]");
});

test("a process that ended in the middle of a call holds the next one back for a minute", async () => {
  const userId = customer();
  withFault({ on: "start", hang: true, effect: false });
  await start(userId);
  // As it would stand there.
  await db()
    .updateTable("starts")
    .set({ state: "calling" })
    .where("contact_id", "=", userId)
    .execute();
  await desk.restart();
  expect((await start(userId)).body.reason).toBe("just_started");
  await age(userId, 60_000);
  expect((await start(userId)).status).toBe(201);
});

test("another project's agent starts nothing, nor anybody in a project that can't call", async () => {
  const elsewhere = await addProject("elsewhere");
  const outsider = await hire(admin, "agent", [elsewhere.id]);
  const userId = customer();
  expect((await start(userId, {}, outsider)).status).toBe(404);
  expect((await start(userId, { projectId: "nothing" }, admin)).status).toBe(404);
  const path = `/api/projects/${elsewhere.id}`;
  const there = () => start(userId, { projectId: elsewhere.id }, admin);
  await admin.patch(path, { archived: true });
  expect((await there()).body.reason).toBe("archived");
  await admin.patch(path, { archived: false, gatewayUrl: "https://gateway.jelou.ai/jelouapi/v1" });
  expect((await there()).body.reason).toBe("no_credentials");
  expect(callsFor(userId)).toEqual([]);
  expect(await statesFor(userId)).toEqual([]);
});

test.each<[string, string, object]>([
  ["a number for one", "projectId", { projectId: 7 }],
  ["none", "botId", { botId: "" }],
  ["one too long", "botId", { botId: "x".repeat(257) }],
  ["a blank one", "userId", { userId: " " }],
  ["one over two lines", "userId", { userId: "5939\n9" }],
  ["half a number", "userId", { userId: 1.5 }],
  ["a blank one", "initialMessage", { initialMessage: " " }],
  ["one too long", "initialMessage", { initialMessage: "x".repeat(4_097) }],
  ["a list", "metadata", { metadata: [] }],
  ["a text", "metadata", { metadata: "x" }],
  ["one of too many bytes", "metadata", { metadata: { x: "ñ".repeat(8 * 1024) } }],
  ["an unknown kind", "assignment.type", { assignment: { type: "person", target: "x" } }],
  ["none", "assignment.target", { assignment: { type: "team" } }],
  ["more than it has", "assignment", { assignment: { type: "team", target: "x", more: 1 } }],
  ["more than there is", "", { more: 1 }],
])("Jelou isn't called with %s as %s", async (_what, field, change) => {
  const userId = customer();
  const { status, body } = await start(userId, change);
  expect(status).toBe(400);
  expect(Object.keys(body.error.fields)).toEqual([field]);
  expect(callsFor(userId)).toEqual([]);
});

test("metadata nested as deep as it fits in is no fault of ours", async () => {
  for (const levels of [1_000, 4_000, 8_000]) {
    const userId = customer();
    const metadata = `{"x":${"[".repeat(levels)}${"]".repeat(levels)}}`;
    const input = JSON.stringify({ projectId: project.id, botId: "bot", userId });
    const body = `${input.slice(0, -1)},"metadata":${metadata}}`;
    expect((await agent.post("/api/conversations", body)).status).toBeLessThan(500);
  }
});

test("metadata of just so many bytes goes through", async () => {
  const userId = customer();
  const metadata = { x: "x".repeat(16 * 1024 - JSON.stringify({ x: "" }).length) };
  expect((await start(userId, { metadata })).status).toBe(201);
  expect(callsFor(userId)[0]?.body).toMatchObject({ metadata });
});

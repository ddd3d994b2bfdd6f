import { expect, test } from "vitest";
import { hurry } from "../support/hurry.ts";
import { openDeskWithJelou, secrets } from "../support/jelou-desk.ts";
import { hire } from "../support/people.ts";

const { sandbox, admin, agent, addProject, greet, get, close, settles, callsFor, withFault } =
  await openDeskWithJelou();

test("a close without a message sends Jelou the bot and the customer and nothing else", async () => {
  const { id, jelou } = await greet();
  const answer = await close(id);
  expect(answer.status).toBe(202);
  expect(answer.body.close).toMatchObject({
    conversationId: id,
    state: "waiting",
    message: null,
    requestedBy: { name: "Ana Agente" },
    attempts: 0,
    settledAt: null,
  });
  await settles(id, "confirmed");
  const [call, ...more] = callsFor(jelou.user.id);
  expect(more).toEqual([]);
  expect(call?.path).toBe("/jelouapi/v1/external-support/p1/conversations/close");
  expect(call?.body).toEqual({ botId: "bot", userId: jelou.user.id });
  const pair = Buffer.from(`${secrets.clientId}:${secrets.clientSecret}`).toString("base64");
  expect(call?.headers).toMatchObject({
    authorization: `Basic ${pair}`,
    "content-type": "application/json",
  });
  expect(sandbox.conversation(jelou.id)).toMatchObject({ status: "closed", customerGot: null });
  expect(await get(id)).toMatchObject({ status: "closed", endedReason: "closed_by_operator" });
});

test.each([{ type: "text", text: "¡Gracias por escribirnos! 👋" }, { type: "edge" }])(
  "the customer gets the message of the close: $type",
  async (message) => {
    const { id, jelou } = await greet();
    await close(id, { message });
    const closed = await settles(id, "confirmed");
    expect(closed.close).toMatchObject({ message, attempts: 1, lastStatus: 200, lastError: null });
    expect(callsFor(jelou.user.id).map((call) => call.body)).toEqual([
      { botId: "bot", userId: jelou.user.id, redirectPayload: message },
    ]);
    expect(sandbox.conversation(jelou.id)?.customerGot).toEqual(message);
  },
);

test("an API key goes in its own header", async () => {
  const project = await addProject("with-a-key");
  const credentials = { kind: "api-key", apiKey: secrets.apiKey };
  await admin.put(`/api/projects/${project.id}/credentials`, credentials);
  const { id, jelou } = await greet({ projectId: "with-a-key" });
  await close(id, {}, admin);
  await settles(id, "confirmed");
  const [call] = callsFor(jelou.user.id);
  expect(call?.headers["x-api-key"]).toBe(secrets.apiKey);
  expect(call?.headers.authorization).toBeUndefined();
});

test("a conversation is closing until Jelou answers, and no call is made in the undo time", async () => {
  const { id, jelou } = await greet();
  const before = Date.now();
  const { body } = await close(id, { undoMs: 10_000 });
  expect(body.close.dueAt - before).toBeGreaterThanOrEqual(10_000);
  expect(body.close.dueAt - Date.now()).toBeLessThanOrEqual(10_000);
  expect(await get(id)).toMatchObject({ status: "closing", close: { id: body.close.id } });
  expect(callsFor(jelou.user.id)).toEqual([]);
  await hurry(body.close.id);
  await settles(id, "confirmed");
  expect(callsFor(jelou.user.id)).toHaveLength(1);
});

test("an undone close calls nobody, leaves the conversation open and can be asked again", async () => {
  const { id, jelou } = await greet();
  const { body } = await close(id, { undoMs: 10_000 });
  const undone = await agent.post(`/api/closes/${body.close.id}/cancel`);
  expect(undone.status).toBe(200);
  expect(undone.body.close).toMatchObject({ id: body.close.id, state: "cancelled" });
  expect(await get(id)).toMatchObject({ status: "open", close: { state: "cancelled" } });
  const again = await agent.post(`/api/closes/${body.close.id}/cancel`);
  expect(again.status).toBe(409);
  expect(again.body).toMatchObject({ error: { code: "conflict" }, close: { state: "cancelled" } });
  expect(callsFor(jelou.user.id)).toEqual([]);
  await close(id);
  await settles(id, "confirmed");
  expect(callsFor(jelou.user.id)).toHaveLength(1);
});

test("a close whose call has begun can't be undone", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "close", delayMs: 300 });
  const { body } = await close(id);
  await expect.poll(() => callsFor(jelou.user.id).length).toBe(1);
  expect((await agent.post(`/api/closes/${body.close.id}/cancel`)).status).toBe(409);
  await settles(id, "confirmed");
});

test("of fifty closes at once one is made, one call goes out, and the others are told of it", async () => {
  const { id, jelou } = await greet();
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => close(id, {}, n % 2 ? agent : admin)),
  );
  const [made, ...others] = answers.toSorted((a, b) => a.status - b.status);
  expect(made?.status).toBe(202);
  for (const { status, body } of others) {
    expect(status).toBe(409);
    expect(body).toMatchObject({ error: { code: "conflict" }, close: { id: made?.body.close.id } });
  }
  await settles(id, "confirmed");
  expect(callsFor(jelou.user.id)).toHaveLength(1);
});

test("a closed conversation can't be closed again", async () => {
  const { id, jelou } = await greet();
  const { body } = await close(id);
  await settles(id, "confirmed");
  const again = await close(id);
  expect(again.status).toBe(409);
  expect(again.body.close).toMatchObject({ id: body.close.id, state: "confirmed" });
  expect(callsFor(jelou.user.id)).toHaveLength(1);
});

test.each([
  ["reasonId", { reasonId: "r1" }],
  ["message.routeId", { message: { type: "edge", routeId: "r1" } }],
  ["undoMs", { undoMs: 10_001 }],
  ["undoMs", { undoMs: -1 }],
  ["undoMs", { undoMs: 0.5 }],
  ["message.text", { message: { type: "text", text: " " } }],
  ["message.text", { message: { type: "text", text: "x".repeat(4097) } }],
  ["message.type", { message: { type: "image" } }],
  ["note", { note: "x".repeat(2001) }],
  ["message", { message: undefined }],
])("a close with a wrong %s is refused and names it", async (field, input) => {
  const { id } = await greet();
  const { status, body } = await close(id, input);
  expect(status).toBe(400);
  expect(body.error.code).toBe("bad_input");
  expect(Object.keys(body.error.fields)).toEqual([field]);
  expect(await get(id)).toMatchObject({ status: "open", close: null });
});

test("an agent of another project finds neither the conversation nor its close", async () => {
  const elsewhere = await addProject("elsewhere");
  const other = await hire(admin, "agent", [elsewhere.id]);
  const { id, jelou } = await greet();
  const { body } = await close(id, { undoMs: 10_000 });
  const answers = await Promise.all([
    other.get(`/api/conversations/${id}`),
    other.get(`/api/conversations/${id}/messages`),
    other.post(`/api/conversations/${id}/close`, { message: null }),
    other.post(`/api/conversations/${id}/mark-closed`, { note: "x" }),
    other.post(`/api/conversations/${id}/read`),
    other.post(`/api/closes/${body.close.id}/cancel`),
    other.post(`/api/closes/${body.close.id}/retry`),
  ]);
  expect(answers.map((answer) => [answer.status, answer.body.error.code])).toEqual(
    Array(7).fill([404, "not_found"]),
  );
  expect(JSON.stringify(answers.map((answer) => answer.body))).not.toContain(jelou.user.id);
  expect((await get(id)).close).toMatchObject({ state: "waiting" });
});

import { expect, test } from "vitest";
import { openSandbox } from "./open-sandbox.ts";

test("a start opens a conversation and tells the desk", async () => {
  const { sandbox, inbox, call, close, ana } = await openSandbox();
  ana({ silent: true });
  await close({});
  await sandbox.settle();
  const details = {
    initialMessage: "Le escribo por su caso",
    metadata: { ticketId: "T-12345" },
    assignment: { type: "team", target: "COBROS" },
  };
  const answer = await call("/conversations/start", { botId: "bot", userId: "ana", ...details });
  await sandbox.settle();
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ statusMessage: "success", status: 1 });
  expect(inbox.at(-1)?.body).toMatchObject({
    event: "conversation.start",
    conversation: { id: answer.body.data.conversationId },
    value: details,
  });
});

test("a start is refused with 401, 404 and 422", async () => {
  const { call, ana } = await openSandbox();
  const path = "/conversations/start";
  ana();
  const ids = { botId: "bot", userId: "ana" };
  const wrong = { ...ids, metadata: [], assignment: { type: "boss" }, initialMessage: 1 };
  expect((await call(path, ids, {})).status).toBe(401);
  expect((await call(path, { ...ids, userId: "nobody" })).status).toBe(404);
  expect((await call(path, { ...ids, botId: "nobody" })).status).toBe(404);
  expect((await call(path, ids)).body.validationError).toHaveProperty("userId");
  expect(Object.keys((await call(path, wrong)).body.validationError)).toEqual([
    "initialMessage",
    "metadata",
    "assignment.type",
    "assignment.target",
  ]);
});

function outgoing(roomId: string, value: object = {}) {
  return {
    field: "messages",
    object: "message_event",
    event_type: "incoming_message",
    project_id: "p1",
    room_id: roomId,
    bot_id: "bot",
    user_id: "ana",
    value: { id: "m1", type: "text", content: { body: "¿En qué le ayudo? 😀" }, ...value },
  };
}

test("a message with a good signature arrives, once however often it is sent", async () => {
  const { send, ana } = await openSandbox();
  const conversation = ana();
  const body = outgoing(conversation.roomId);
  expect((await send(body)).status).toBe(200);
  expect((await send(body)).status).toBe(200);
  expect(conversation.messages).toMatchObject([{ id: "m1", from: "agent", type: "text" }]);
});

test("a message is refused when forged, misshapen or for nobody", async () => {
  const { send, ana } = await openSandbox();
  const conversation = ana();
  const body = outgoing(conversation.roomId);
  const noMime = outgoing(conversation.roomId, { type: "image", content: { url: "https://x/y" } });
  expect((await send(body, "sha256=00")).status).toBe(401);
  expect((await send(body, "")).status).toBe(401);
  expect((await send({ ...body, project_id: "p9" })).status).toBe(401);
  expect((await send({ ...body, room_id: "elsewhere" })).status).toBe(404);
  expect((await send({ ...body, event_type: "message" })).body.validationError).toHaveProperty(
    "event_type",
  );
  expect((await send(noMime)).body.validationError).toHaveProperty(["value.content.mime_type"]);
  expect(conversation.messages).toEqual([]);
});

test.each([
  ["no_auth", undefined, "x-api-key", undefined],
  ["bearer", "token", "authorization", "Bearer token"],
  ["api_key", "k", "x-api-key", "k"],
  ["basic", "user:pass", "authorization", "Basic dXNlcjpwYXNz"],
  ["basic", "dXNlcjpwYXNz", "authorization", "Basic dXNlcjpwYXNz"],
])("registers a webhook with %s", async (authType, authorization, name, value) => {
  const { sandbox, inbox, webhookUrl, call, ana } = await openSandbox();
  const before = sandbox.project("p1")?.signingSecret;
  const answer = await call("", { webhookUrl, authType, authorization });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    id: expect.any(String),
    brainId: expect.any(String),
    webhookUrl,
    authType,
    signingSecret: expect.stringMatching(/^[0-9a-f]{64}$/),
    createdAt: expect.any(String),
  });
  expect(answer.body.signingSecret).not.toBe(before);
  ana();
  await sandbox.settle();
  expect(inbox[0]?.headers[name]).toBe(value);
});

test("an update changes only what was sent and shows no secret", async () => {
  const { sandbox, webhookUrl, call } = await openSandbox();
  await call("", { webhookUrl, authType: "bearer", authorization: "token" });
  const secret = sandbox.project("p1")?.signingSecret;
  const answer = await call("", { webhookUrl: "http://127.0.0.1:9/" }, undefined, "PATCH");
  expect(answer.body).toMatchObject({ webhookUrl: "http://127.0.0.1:9/", authType: "bearer" });
  expect(answer.body).not.toHaveProperty("signingSecret");
  expect(sandbox.project("p1")).toMatchObject({
    webhookUrl: "http://127.0.0.1:9/",
    signingSecret: secret,
    header: { name: "Authorization", value: "Bearer token" },
  });
});

test("a registration is refused with 401 and 422", async () => {
  const { webhookUrl, call } = await openSandbox();
  expect((await call("", { webhookUrl, authType: "no_auth" }, {})).status).toBe(401);
  expect((await call("", {})).body.validationError).toMatchObject({
    webhookUrl: [expect.any(String)],
    authType: [expect.any(String)],
  });
  const noToken = await call("", { webhookUrl, authType: "bearer" });
  expect(noToken.body.validationError).toHaveProperty("authorization");
  expect((await call("", { authType: "magic" }, undefined, "PATCH")).status).toBe(422);
});

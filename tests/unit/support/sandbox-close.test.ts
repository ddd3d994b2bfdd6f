import { expect, test } from "vitest";
import { apiKey, ask, basic, openSandbox } from "./open-sandbox.ts";

const farewell = { type: "text", text: "¡Gracias! 👋" };

test("closes the user's active conversation and answers as documented", async () => {
  const { sandbox, close, ana } = await openSandbox();
  const conversation = ana();
  const answer = await close({ redirectPayload: farewell });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    message: ["Conversation closed successfully"],
    statusMessage: "success",
    status: 1,
    data: {
      conversationId: conversation.id,
      status: "closed",
      endedReason: "closed_by_operator",
    },
  });
  expect(sandbox.conversation(conversation.id)).toMatchObject({
    status: "closed",
    endedReason: "closed_by_operator",
    customerGot: farewell,
  });
});

test("tells the desk with the fields of the documented sample", async () => {
  const { sandbox, inbox, close, ana } = await openSandbox();
  const conversation = ana();
  await close({ redirectPayload: farewell });
  await sandbox.settle();
  expect(inbox.at(-1)?.body).toEqual({
    event: "conversation.close",
    timestamp: conversation.closedAt,
    field: "conversation",
    object: "conversation_event",
    event_type: "close",
    project_id: "p1",
    room_id: conversation.roomId,
    contact: { id: "ana", name: "Ana Paz" },
    conversation: { id: conversation.id },
    bot: { id: "bot", name: "Asistente" },
    value: { reason: "closed_by_operator", redirectPayload: farewell },
  });
});

test("without a redirectPayload the customer gets nothing and the webhook has none", async () => {
  const { sandbox, inbox, close, ana } = await openSandbox();
  const conversation = ana();
  await close({});
  await sandbox.settle();
  expect(conversation).toMatchObject({ status: "closed", customerGot: null });
  expect(inbox.at(-1)?.body.value).toEqual({ reason: "closed_by_operator" });
});

test.each([{}, { skillId: 7 }, { skillId: "7", targetId: "t1" }])(
  "an edge sends the customer back to the bot: %j",
  async (place) => {
    const { close, ana } = await openSandbox();
    const conversation = ana();
    await close({ redirectPayload: { type: "edge", ...place, text: "ignored" } });
    expect(conversation.customerGot).toEqual({ type: "edge", ...place });
  },
);

test.each([
  ["basic", basic, 200],
  ["api key", apiKey, 200],
  ["none", {}, 401],
  ["wrong key", { "x-api-key": "key-2" }, 401],
  ["wrong basic", { authorization: "Basic AAAA" }, 401],
])("credentials: %s", async (_kind, headers, status) => {
  const { close, ana } = await openSandbox();
  ana();
  expect((await close({}, headers)).status).toBe(status);
});

test("both documented base addresses lead to the same door", async () => {
  const { sandbox, ana } = await openSandbox();
  ana();
  const url = `${sandbox.url}/platform/v1/external-support/p1/conversations/close`;
  const body = JSON.stringify({ botId: "bot", userId: "ana" });
  expect((await ask(url, "POST", body, apiKey)).status).toBe(200);
});

test("an empty body tells right credentials from wrong ones and closes nothing", async () => {
  const { call, ana } = await openSandbox();
  const conversation = ana();
  const right = await call("/conversations/close", {});
  const wrong = await call("/conversations/close", {}, { "x-api-key": "no" });
  expect([right.status, wrong.status]).toEqual([422, 401]);
  expect(Object.keys(right.body.validationError)).toEqual(["botId", "userId"]);
  expect(wrong.body).toMatchObject({ message: "Invalid credentials", error: { code: "E401" } });
  expect(conversation.status).toBe("open");
});

test.each([
  ["botId", { botId: 5 }],
  ["userId", { userId: "" }],
  ["redirectPayload", { redirectPayload: null }],
  ["redirectPayload.type", { redirectPayload: { type: "menu" } }],
  ["redirectPayload.text", { redirectPayload: { type: "text" } }],
  ["redirectPayload.skillId", { redirectPayload: { type: "edge", skillId: { id: 7 } } }],
  ["redirectPayload.targetId", { redirectPayload: { type: "edge", targetId: null } }],
])("refuses an invalid %s with 422", async (field, body) => {
  const { close, ana } = await openSandbox();
  const conversation = ana();
  const answer = await close(body);
  expect(answer.status).toBe(422);
  expect(Object.keys(answer.body.validationError)).toEqual([field]);
  expect(conversation.status).toBe("open");
});

test("answers 404 for an unknown bot, an unknown user and a second close", async () => {
  const { sandbox, close, ana } = await openSandbox();
  ana();
  expect((await close({ botId: "other" })).body.message).toBe("Bot not found");
  expect((await close({ userId: "other" })).body.message).toBe("User not found");
  expect((await close({})).status).toBe(200);
  expect((await close({})).status).toBe(404);
  sandbox.whenNothingActive = 200;
  expect((await close({})).status).toBe(200);
});

test("a repeated close takes the user's next conversation", async () => {
  const { close, ana } = await openSandbox();
  const first = ana();
  await close({});
  const second = ana();
  expect(second.roomId).toBe(first.roomId);
  expect((await close({})).body.data.conversationId).toBe(second.id);
});

test("of two open conversations the later one is the active one", async () => {
  const { close, ana } = await openSandbox();
  const late = ana({ at: 2000 });
  ana({ at: 1000 });
  expect((await close({})).body.data.conversationId).toBe(late.id);
});

test("of fifty parallel closes one succeeds and one webhook follows", async () => {
  const { sandbox, inbox, close, ana } = await openSandbox();
  ana();
  const answers = await Promise.all(Array.from({ length: 50 }, () => close({})));
  await sandbox.settle();
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  expect(inbox.filter(({ body }) => body.event === "conversation.close")).toHaveLength(1);
});

test("the webhook can come before the answer", async () => {
  const { sandbox, inbox, close, ana } = await openSandbox();
  ana();
  sandbox.webhookTiming = "before";
  await close({});
  expect(inbox.at(-1)?.body.event).toBe("conversation.close");
});

test("an unknown route is a 404 in Jelou's shape, and every call is on record", async () => {
  const { sandbox, call, close } = await openSandbox();
  const answer = await call("/conversations/list", { a: 1 });
  await close({}, basic);
  expect(answer).toMatchObject({ status: 404, body: { statusMessage: "failed" } });
  expect(sandbox.calls.map(({ kind, status }) => [kind, status])).toEqual([
    ["unknown", 404],
    ["close", 404],
  ]);
  expect(sandbox.callsTo("close")[0]).toMatchObject({
    method: "POST",
    path: "/jelouapi/v1/external-support/p1/conversations/close",
    headers: basic,
    body: { botId: "bot", userId: "ana" },
  });
});

test("Jelou closes by itself with its own reason", async () => {
  const { sandbox, inbox, ana } = await openSandbox();
  const conversation = ana();
  sandbox.expire(conversation.id);
  await sandbox.settle();
  expect(inbox.at(-1)?.body.value).toEqual({ reason: "EXPIRED" });
});

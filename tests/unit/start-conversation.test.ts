import { expect, test } from "vitest";
import type { Credentials } from "@/lib/jelou/call-gateway";
import { startConversation } from "@/lib/jelou/start-conversation";
import { apiKey, basic, openSandbox, secrets } from "./support/open-sandbox.ts";

const pair: Credentials = {
  kind: "basic",
  clientId: secrets.clientId,
  clientSecret: secrets.clientSecret,
};
const key: Credentials = { kind: "api-key", apiKey: secrets.apiKey };
const details = {
  initialMessage: "Le escribo por su caso 👋",
  metadata: { ticketId: "T-12345" },
  assignment: { type: "queue", target: "SOPORTE" },
} as const;

/** Ana is known to Jelou and has no conversation. */
async function openGateway() {
  const { sandbox, inbox, close, ana } = await openSandbox();
  ana({ silent: true });
  await close({});
  await sandbox.settle();
  const start = (more: object = {}, { credentials = pair, timeoutMs = 2_000, url = "" } = {}) =>
    startConversation(
      {
        url: new URL(url || sandbox.gatewayUrl),
        mayBePrivate: true,
        jelouProjectId: "p1",
        credentials,
        timeoutMs,
      },
      { botId: "bot", userId: "ana", ...more },
    );
  return { sandbox, inbox, ana, start };
}

test.each([
  [pair, {}, basic],
  [key, details, apiKey],
])(
  "starts a conversation with credentials %j and sends just %j",
  async (credentials, more, headers) => {
    const { sandbox, inbox, start } = await openGateway();
    const outcome = await start({ ...more, extra: 1 }, { credentials });
    const conversation = sandbox.conversations().at(-1);
    expect(conversation).toMatchObject({ status: "open", user: { id: "ana" } });
    expect(outcome).toEqual({
      kind: "accepted",
      status: 200,
      jelouConversationId: conversation?.id,
    });
    const [call, ...others] = sandbox.callsTo("start");
    expect(others).toEqual([]);
    expect(call?.path).toBe("/jelouapi/v1/external-support/p1/conversations/start");
    expect(call?.headers).toMatchObject(headers);
    expect(call?.body).toEqual({ botId: "bot", userId: "ana", ...more });
    await sandbox.settle();
    expect(inbox.at(-1)?.body).toMatchObject({ event: "conversation.start", value: more });
  },
);

test("a start is refused with Jelou's words", async () => {
  const { ana, start } = await openGateway();
  const credentials: Credentials = { kind: "api-key", apiKey: "another" };
  expect(await start({}, { credentials })).toEqual({
    kind: "refused",
    status: 401,
    code: "unauthorized",
    message: "Invalid credentials",
  });
  expect(await start({ userId: "nobody" })).toEqual({
    kind: "refused",
    status: 404,
    code: "not_found",
    message: "User not found",
  });
  ana();
  expect(await start()).toEqual({
    kind: "refused",
    status: 422,
    code: "invalid",
    message: "Validation failed",
    fields: { userId: ["The user already has an active conversation."] },
  });
});

const said = (data: object, more: object = {}) => ({
  message: "ok",
  statusMessage: "success",
  status: 1,
  data,
  ...more,
});

test.each([
  ["active", said({ conversationId: "c1", status: "active" }), "c1"],
  ["some other state", said({ conversationId: 17, status: "WAITING" }), "17"],
  ["no conversation", said({}), null],
  ["an empty object", {}, null],
])("a 200 with %s is a start", async (_name, body, jelouConversationId) => {
  const { sandbox, start } = await openGateway();
  sandbox.faults.next({ on: "start", status: 200, body });
  expect(await start()).toEqual({ kind: "accepted", status: 200, jelouConversationId });
});

test.each([
  ["closed", said({ conversationId: "c1", status: "Closed" })],
  ["failed", said({ status: "failed" })],
  ["a status of 0", said({}, { status: 0 })],
  ["a failure in words", said({}, { statusMessage: "failed" })],
  ["an error", said({}, { error: { code: "E1" } })],
  ["nothing", ""],
  ["plain words", "OK"],
])("a 200 with %s is no start", async (_name, body) => {
  const { sandbox, start } = await openGateway();
  sandbox.faults.next({ on: "start", status: 200, body });
  expect(await start()).toMatchObject({ kind: "unclear", status: 200, code: "unreadable" });
});

test("a start that fails, hangs, breaks off or is put off says so", async () => {
  const { sandbox, start } = await openGateway();
  const { faults } = sandbox;
  faults.next({ on: "start", status: 500 });
  faults.next({ on: "start", status: 429, headers: { "Retry-After": "7" } });
  faults.next({ on: "start", reset: "after" });
  faults.next({ on: "start", hang: true });
  expect(await start()).toMatchObject({ kind: "unclear", status: 500, code: "server_error" });
  expect(await start()).toMatchObject({ kind: "limited", status: 429, retryAfterMs: 7_000 });
  const unclear = { kind: "unclear", status: null, message: "" };
  expect(await start()).toEqual({ ...unclear, code: "reset" });
  expect(await start({}, { timeoutMs: 200 })).toEqual({ ...unclear, code: "timeout" });
});

test("a gateway that isn't there is unreachable", async () => {
  const { start } = await openGateway();
  expect(await start({}, { url: "http://127.0.0.1:1/v1" })).toEqual({
    kind: "unreachable",
    code: "connection_refused",
    message: "",
  });
});

test.each([
  [pair, secrets.clientSecret],
  [pair, basic.authorization.slice(6)],
  [{ ...pair, clientSecret: 'quo"ted\\one' }, 'quo"ted\\one'],
  [{ ...key, apiKey: "key/with?signs" }, "key/with?signs"],
])("what is echoed of %j is hidden", async (credentials, secret) => {
  const { sandbox, start } = await openGateway();
  const body = {
    message: `${" ".repeat(9_995)}${secret} or ${encodeURIComponent(secret)}`,
    validationError: { [secret]: [{ echo: secret }, secret.toUpperCase()] },
  };
  sandbox.faults.next({ on: "start", status: 422, body });
  expect(await start({}, { credentials })).toEqual({
    kind: "refused",
    status: 422,
    code: "invalid",
    message: "[…] or […]",
    fields: { "[…]": ['{"echo":"[…]"}', "[…]"] },
  });
});

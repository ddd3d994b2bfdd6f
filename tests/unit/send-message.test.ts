import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { sendMessage } from "@/lib/jelou/send-message";
import { openSandbox, secrets } from "./support/open-sandbox.ts";

const { signingSecret } = secrets;
const message = {
  jelouProjectId: "p1",
  roomId: "r1",
  botId: "bot",
  userId: "ana",
  id: "m1",
  type: "text",
  content: { body: "¿En qué le ayudo? Ñandú 😀\u2028\ud800" } as Record<string, unknown>,
};

async function openRoom() {
  const { sandbox, ana } = await openSandbox();
  const conversation = ana();
  const send = (more: object = {}, { secret = signingSecret, timeoutMs = 2_000 } = {}) =>
    sendMessage(
      { url: new URL(sandbox.messagesUrl), mayBePrivate: true, signingSecret: secret, timeoutMs },
      { ...message, roomId: conversation.roomId, ...more },
    );
  return { sandbox, conversation, send };
}

/** A server that keeps what came to the byte. */
async function listen(status: number, answer: string) {
  const received: { headers: IncomingHttpHeaders; raw: Buffer }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, raw: Buffer.concat(chunks) });
      response.writeHead(status).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`);
  return { url, received };
}

test("signs the bytes it sends, and nothing else vouches for them", async () => {
  const { url, received } = await listen(200, "{}");
  await sendMessage({ url, mayBePrivate: true, signingSecret: "señal", timeoutMs: 2_000 }, message);
  const [{ headers, raw } = { headers: {}, raw: Buffer.of() }, ...others] = received;
  expect(others).toEqual([]);
  const hex = createHmac("sha256", "señal").update(raw).digest("hex");
  expect(headers["x-jelou-signature"]).toBe(`sha256=${hex}`);
  expect(headers).not.toHaveProperty("authorization");
  expect(headers).not.toHaveProperty("x-api-key");
  expect(raw.toString()).toContain("Ñandú 😀");
  expect(JSON.parse(raw.toString())).toEqual({
    field: "messages",
    object: "message_event",
    event_type: "incoming_message",
    project_id: "p1",
    room_id: "r1",
    bot_id: "bot",
    user_id: "ana",
    value: { id: "m1", type: "text", content: message.content },
  });
});

test("a message arrives, and the same one sent again is the same one to Jelou", async () => {
  const { sandbox, conversation, send } = await openRoom();
  const accepted = { kind: "accepted", status: 200, jelouConversationId: null };
  expect(await send()).toEqual(accepted);
  expect(await send()).toEqual(accepted);
  expect(conversation.messages).toMatchObject([
    { id: "m1", from: "agent", type: "text", content: message.content },
  ]);
  expect(sandbox.callsTo("send").map(({ body }) => body)).toMatchObject([
    { value: { id: "m1" } },
    { value: { id: "m1" } },
  ]);
});

test("a message is refused with Jelou's words", async () => {
  const { conversation, send } = await openRoom();
  const refused = { kind: "refused" };
  expect(await send({}, { secret: "signing-2" })).toEqual({
    ...refused,
    status: 401,
    code: "unauthorized",
    message: "Invalid signature",
  });
  expect(await send({ roomId: "elsewhere" })).toEqual({
    ...refused,
    status: 404,
    code: "not_found",
    message: "Room not found",
  });
  expect(await send({ type: "image", content: { url: "https://x/y.png" } })).toEqual({
    ...refused,
    status: 422,
    code: "invalid",
    message: "Validation failed",
    fields: { "value.content.mime_type": ["The mime_type field is required."] },
  });
  expect(conversation.messages).toEqual([]);
});

test("a message that fails, hangs, breaks off or is put off says so", async () => {
  const { sandbox, send } = await openRoom();
  const { faults } = sandbox;
  faults.next({ on: "send", status: 500 });
  faults.next({ on: "send", status: 429 });
  faults.next({ on: "send", reset: "after" });
  faults.next({ on: "send", garbage: "truncated" });
  faults.next({ on: "send", hang: true });
  expect(await send()).toMatchObject({ kind: "unclear", status: 500, code: "server_error" });
  expect(await send()).toMatchObject({ kind: "limited", status: 429, retryAfterMs: null });
  const unclear = { kind: "unclear", status: null, message: "" };
  expect(await send()).toEqual({ ...unclear, code: "reset" });
  expect(await send()).toEqual({ ...unclear, code: "reset" });
  expect(await send({}, { timeoutMs: 200 })).toEqual({ ...unclear, code: "timeout" });
});

test("a server that isn't there is unreachable", async () => {
  const url = new URL("http://127.0.0.1:1/");
  expect(
    await sendMessage({ url, mayBePrivate: true, signingSecret, timeoutMs: 2_000 }, message),
  ).toEqual({
    kind: "unreachable",
    code: "connection_refused",
    message: "",
  });
});

test.each(["", "OK", '"ok"', "{}", '{"status":"ok"}', '{"data":{"status":"queued"}}'])(
  "a 200 whose body is %j took the message",
  async (answer) => {
    const { url } = await listen(200, answer);
    const outcome = await sendMessage(
      { url, mayBePrivate: true, signingSecret, timeoutMs: 2_000 },
      message,
    );
    expect(outcome.kind).toBe("accepted");
  },
);

test.each([
  [200, '{"statusMessage":"failed","status":0}'],
  [200, '{"data":{"status":"failed"}}'],
  [200, "\n<!doctype html><html>Sign in to the network</html>"],
  [204, ""],
  [302, ""],
  [502, "<html>Bad gateway</html>"],
])("nobody knows whether a %i with %j took the message", async (status, answer) => {
  const { url } = await listen(status, answer);
  const outcome = await sendMessage(
    { url, mayBePrivate: true, signingSecret, timeoutMs: 2_000 },
    message,
  );
  expect(outcome).toMatchObject({ kind: "unclear", status });
});

test.each(["signing/secret+1", 'quo"ted\\one', "a1b2c3d4"])(
  "what is echoed of the signing secret %j is hidden",
  async (secret) => {
    const base64 = Buffer.from(secret).toString("base64");
    const body = {
      message: `Not signed by ${secret}, ${secret.toUpperCase()}, ${encodeURIComponent(secret)}, ${base64}`,
      validationError: { [`by ${secret}`]: [{ echo: secret }, `sha256 of ${secret}`] },
    };
    for (const status of [422, 429, 500, 200]) {
      const { url } = await listen(status, JSON.stringify({ ...body, status: 0 }));
      const outcome = await sendMessage(
        { url, mayBePrivate: true, signingSecret: secret, timeoutMs: 2_000 },
        message,
      );
      expect(outcome).toMatchObject({ message: expect.stringMatching(/^Not signed by \[…\], /) });
      const words = JSON.stringify(outcome).toLowerCase();
      const escaped = JSON.stringify(secret).slice(1, -1);
      for (const spelling of [secret, escaped, encodeURIComponent(secret), base64])
        expect(words).not.toContain(spelling.replace(/=+$/, "").toLowerCase());
    }
  },
);

import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { expect, onTestFinished, test, vi } from "vitest";
import { db } from "@/lib/db/store";
import { sign } from "../support/jelou/sign.ts";
import { openDeskWithJelou, secrets } from "../support/jelou-desk.ts";
import { closePayload, messagePayload, startPayload } from "../support/payloads.ts";
import { personWith } from "../support/people.ts";
import { postWebhook } from "../support/post-webhook.ts";
import { handle } from "../support/routes.ts";

const shared = await openDeskWithJelou();
const { admin, agent, addProject, idOf, get } = shared;
const { signingSecret } = secrets;

const deliveries = async (verdict: "stored" | "quarantined") =>
  db().selectFrom("deliveries").selectAll().where("verdict", "=", verdict).execute();

test("a start, a message and a close are stored and make a conversation", async () => {
  const conversation = "whole";
  const at = Date.now() - 60_000;
  const metadata = { ticketId: "T-1" };
  const value = { initialMessage: "Ayuda", metadata, assignment: { type: "queue", target: "S" } };
  const answers = [
    await postWebhook(startPayload({ conversation, at, value })),
    await postWebhook(messagePayload({ conversation, at: at + 1_000, id: "m1", body: "¿Hola?" })),
  ];
  expect(answers.map(({ status, body }) => [status, body])).toEqual(
    Array(2).fill([200, { status: "stored" }]),
  );
  const id = await idOf(conversation);
  expect(await get(id)).toMatchObject({
    status: "open",
    contact: { id: "u1", name: "Ana Paz" },
    bot: { id: "bot", name: "Asistente" },
    lastMessage: { direction: "in", type: "text", preview: "¿Hola?", at: at + 1_000 },
    waitingSince: at + 1_000,
    openedAt: at,
    initialMessage: "Ayuda",
    metadata,
    assignment: { type: "queue", target: "S" },
    unread: 1,
  });
  const { body } = await agent.get(`/api/conversations/${id}/messages`);
  expect(body).toMatchObject({
    items: [{ jelouMessageId: "m1", direction: "in", content: { body: "¿Hola?" }, author: null }],
    nextCursor: null,
  });
  await postWebhook(closePayload({ conversation, at: at + 2_000, reason: "EXPIRED" }));
  expect(await get(id)).toMatchObject({
    status: "closed",
    closedAt: at + 2_000,
    endedReason: "EXPIRED",
    waitingSince: null,
    close: null,
  });
});

test("fifty copies of a message at once make one row, and every one is answered", async () => {
  const payload = messagePayload({ conversation: "fifty", id: "same" });
  const answers = await Promise.all(Array.from({ length: 50 }, () => postWebhook(payload)));
  expect(answers.map((answer) => answer.status)).toEqual(Array(50).fill(200));
  const verdicts = answers.map((answer) => answer.body.status).toSorted();
  expect(verdicts).toEqual([...Array(49).fill("duplicate"), "stored"]);
  const id = await idOf("fifty");
  const { body } = await agent.get(`/api/conversations/${id}/messages`);
  expect(body.items).toHaveLength(1);
  expect((await get(id)).unread).toBe(1);
});

test("the same message with other content is put aside and changes nothing", async () => {
  const parts = { conversation: "changed", id: "m1" };
  await postWebhook(messagePayload({ ...parts, body: "primero" }));
  const second = await postWebhook(messagePayload({ ...parts, body: "segundo" }));
  expect([second.status, second.body]).toEqual([200, { status: "quarantined" }]);
  const { body } = await agent.get(`/api/conversations/${await idOf("changed")}/messages`);
  expect(body.items.map((item: { content: object }) => item.content)).toEqual([
    { body: "primero" },
  ]);
});

test("reading a conversation clears unread for that agent alone", async () => {
  await postWebhook(messagePayload({ conversation: "unread" }));
  await postWebhook(messagePayload({ conversation: "unread" }));
  const id = await idOf("unread");
  expect((await get(id)).unread).toBe(2);
  expect((await agent.post(`/api/conversations/${id}/read`)).status).toBe(204);
  expect([(await get(id)).unread, (await get(id, admin)).unread]).toEqual([0, 2]);
  await postWebhook(messagePayload({ conversation: "unread" }));
  expect((await get(id)).unread).toBe(1);
});

test.each([
  ["an unknown kind", { ...startPayload(), event: "conversation.rated" }],
  ["another project's id", startPayload({ project: "p2" })],
  ["a field of the wrong type", { ...startPayload(), conversation: { id: {} } }],
  ["no object", [1, 2, 3]],
  ["no JSON", Buffer.from("hello")],
  ["no UTF-8", Buffer.from([0xff, 0xfe, 0x7b])],
  ["nothing at all", Buffer.alloc(0)],
])("a signed body with %s is kept aside and answered 200", async (_name, body) => {
  const before = (await deliveries("quarantined")).length;
  const { status, body: answer } = await postWebhook(body);
  expect([status, answer]).toEqual([200, { status: "quarantined" }]);
  const after = await deliveries("quarantined");
  expect(after).toHaveLength(before + 1);
  expect(after.every((row) => row.reason)).toBe(true);
  expect((await postWebhook(body)).body.status).toBe("duplicate");
});

const forged = sign("another secret", Buffer.from(JSON.stringify(startPayload())));
test.each([
  ["a signature under another secret", "p1", { "x-jelou-signature": forged }],
  ["no signature", "p1", { "x-jelou-signature": "" }],
  ["a signature that isn't one", "p1", { "x-jelou-signature": "sha256=zz" }],
  ["an unknown project", "nobody", {}],
  ["a project without a secret", "secretless", {}],
  ["an archived project", "archived", {}],
])("%s gets the same 401 as every other stranger", async (_name, project, headers) => {
  await ensureProjects();
  const { status, body } = await postWebhook(startPayload({ project }), { project, headers });
  expect(status).toBe(401);
  expect(body).toEqual({
    error: {
      code: "unauthenticated",
      message: "The signature or a header that the integration asks for is missing or wrong.",
      requestId: expect.any(String),
    },
  });
});

let ensured = false;
async function ensureProjects() {
  if (ensured) return;
  ensured = true;
  const input = { name: "secretless", jelouProjectId: "secretless" };
  await admin.post("/api/projects", input);
  const { id } = await addProject("archived");
  await admin.patch(`/api/projects/${id}`, { archived: true });
}

test.each([
  [{ kind: "bearer", token: "canary-token" }, { authorization: "Bearer canary-token" }],
  [{ kind: "api-key", apiKey: "canary-key" }, { "x-api-key": "canary-key" }],
  [
    { kind: "basic", username: "jelou", password: "canary:pass" },
    { authorization: `Basic ${Buffer.from("jelou:canary:pass").toString("base64")}` },
  ],
])("the extra header is asked for: $0.kind", async (header, right) => {
  const { id, jelouProjectId } = await addProject(`with-${header.kind}`);
  await admin.put(`/api/projects/${id}/webhook-auth`, { signingSecret, header });
  const payload = startPayload({ project: jelouProjectId });
  const post = (headers: Record<string, string>) =>
    postWebhook(payload, { project: jelouProjectId, headers });
  const [[name, value] = ["", ""]] = Object.entries(right);
  expect((await post({})).status).toBe(401);
  expect((await post({ [name]: `${value}x` })).status).toBe(401);
  expect((await post({ [name]: value.slice(0, -1) })).status).toBe(401);
  expect((await post({ ...right, "x-jelou-signature": forged })).status).toBe(401);
  expect((await post(right)).body).toEqual({ status: "stored" });
});

test("a changed secret counts at once, and the old one no more", async () => {
  const { id, jelouProjectId } = await addProject("rotating");
  const options = { project: jelouProjectId };
  const payload = (conversation: string) => startPayload({ ...options, conversation });
  expect((await postWebhook(payload("a"), options)).status).toBe(200);
  await admin.put(`/api/projects/${id}/webhook-auth`, { signingSecret: "the new one" });
  expect((await postWebhook(payload("b"), options)).status).toBe(401);
  const renewed = await postWebhook(payload("b"), { ...options, secret: "the new one" });
  expect(renewed.status).toBe(200);
});

test("the signature decides, whatever the Content-Type says and wherever it seems to come from", async () => {
  const headers = {
    "content-type": "text/plain",
    origin: "https://jelou.ai",
    "sec-fetch-site": "cross-site",
  };
  const { body } = await postWebhook(startPayload({ conversation: "plain" }), { headers });
  expect(body.status).toBe("stored");
});

test("a project may be set to sign its JSON re-serialised", async () => {
  const { id, jelouProjectId } = await addProject("reserialised");
  const project = jelouProjectId;
  const payload = startPayload({ project });
  const pretty = Buffer.from(JSON.stringify(payload, null, 2));
  const headers = {
    "x-jelou-signature": sign(signingSecret, Buffer.from(JSON.stringify(payload))),
  };
  expect((await postWebhook(pretty, { project, headers })).status).toBe(401);
  await admin.patch(`/api/projects/${id}`, { signatureMode: "json" });
  expect((await postWebhook(pretty, { project, headers })).status).toBe(200);
});

test("a project that nobody has is answered by the same work as one whose signature is wrong", async () => {
  const hmac = vi.spyOn(crypto, "createHmac");
  const query = vi.spyOn(db().getExecutor(), "executeQuery");
  syncBuiltinESMExports();
  onTestFinished(() => {
    vi.restoreAllMocks();
    syncBuiltinESMExports();
  });
  const work = async (project: string) => {
    hmac.mockClear();
    query.mockClear();
    expect((await postWebhook(startPayload(), { project, secret: "wrong" })).status).toBe(401);
    const lookUps = query.mock.calls.filter(([{ sql }]) => sql.includes("webhook_secret"));
    return { hmacs: hmac.mock.calls.length, lookUps: lookUps.length };
  };
  const { jelouProjectId } = await addProject("probed");
  for (const time of ["first", "second"])
    expect(await work("made-up"), time).toEqual(await work(jelouProjectId));
});

const url = "http://127.0.0.1/api/webhooks/jelou/p1";

test("a body that says it is over a mebibyte is refused before it is read", async () => {
  const body = new ReadableStream({ pull: () => Promise.reject(new Error("It was read.")) });
  const headers = { "content-length": String(1024 * 1024 + 1) };
  const init = { method: "POST", headers, body, duplex: "half" };
  const response = await handle(new Request(url, init));
  expect(response.status).toBe(413);
  expect((await response.json()).error.code).toBe("too_large");
});

test("a body that turns out to be over a mebibyte is refused while it is read", async () => {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 65_536;
      controller.enqueue(new Uint8Array(65_536));
    },
  });
  const response = await handle(
    new Request(url, { method: "POST", body, duplex: "half" } as RequestInit),
  );
  expect(response.status).toBe(413);
  expect(sent).toBeLessThan(2 * 1024 * 1024);
});

test("a body of exactly a mebibyte is taken", async () => {
  const [head, tail] = JSON.stringify(messagePayload({ conversation: "big", body: "~" })).split(
    "~",
  );
  const filler = "x".repeat(1024 * 1024 - head!.length - tail!.length);
  const { body } = await postWebhook(Buffer.from(`${head}${filler}${tail}`));
  expect(body.status).toBe("stored");
});

test("the webhook address takes posts only, and needs no session", async () => {
  for (const method of ["GET", "PUT", "DELETE"]) {
    expect((await personWith(undefined).ask(method, "/api/webhooks/jelou/p1")).status).toBe(405);
  }
});

test("while the desk can't store, the webhook is told so and may come again", async () => {
  const { desk } = shared;
  await desk.stop();
  const away = await postWebhook(startPayload({ conversation: "away" }));
  expect([away.status, away.body.error.code]).toEqual([503, "unavailable"]);
  await desk.start();
  const back = await postWebhook(startPayload({ conversation: "away" }));
  expect(back.body.status).toBe("stored");
});

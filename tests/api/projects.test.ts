import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { db } from "@/lib/db/store";
import { openDeskWithJelou, secrets } from "../support/jelou-desk.ts";
import { hire } from "../support/people.ts";

const { desk, sandbox, admin, addProject, withFault } = await openDeskWithJelou();
const { clientId, clientSecret, apiKey, signingSecret } = secrets;

test("a new project points at Jelou, and says where its webhook goes", async () => {
  const input = { name: " Soporte ", jelouProjectId: "new.1" };
  const { status, body } = await admin.post("/api/projects", input);
  expect(status).toBe(201);
  expect(body).toMatchObject({
    id: expect.any(String),
    name: "Soporte",
    jelouProjectId: "new.1",
    gatewayUrl: "https://gateway.jelou.ai/jelouapi/v1",
    messagesUrl: "https://chatbot.jelou.ai/v1/external-support/webhook",
    signatureMode: "raw",
    sandbox: false,
    webhookUrl: `${desk.url}/api/webhooks/jelou/new.1`,
    credentials: null,
    webhookSecret: null,
    webhookHeader: null,
    archivedAt: null,
    health: { lastWebhookAt: null, lastCloseAt: null, lastError: null },
  });
  const { body: list } = await admin.get("/api/projects");
  expect(list.items).toContainEqual(body);
});

test("a Jelou project has one project here, even of three made at once", async () => {
  const input = { name: "x", jelouProjectId: "once" };
  const answers = await Promise.all([1, 2, 3].map(() => admin.post("/api/projects", input)));
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, 409, 409]);
  const refused = answers.find((answer) => answer.status === 409);
  expect(Object.keys(refused?.body.error.fields)).toEqual(["jelouProjectId"]);
});

test.each([
  ["gatewayUrl", "http://gateway.jelou.ai/jelouapi/v1"],
  ["gatewayUrl", "https://169.254.169.254/latest"],
  ["gatewayUrl", "https://gateway.jelou.ai.evil.example/"],
  ["gatewayUrl", "file:///etc/passwd"],
  ["messagesUrl", "https://user:pass@chatbot.jelou.ai/"],
])("the desk isn't pointed at any address: %s %s", async (field, address) => {
  const input = { name: "x", jelouProjectId: "ssrf", [field]: address };
  const made = await admin.post("/api/projects", input);
  expect([made.status, Object.keys(made.body.error.fields)]).toEqual([400, [field]]);
  const { id } = await addProject("p1-again").catch(() => ({ id: "" }));
  const moved = await admin.patch(`/api/projects/${id}`, { [field]: address });
  expect(moved.status).toBe(id ? 400 : 404);
});

test("secrets go in and never come out: only that they are set, since when, and four letters", async () => {
  const { id } = await addProject("write-only");
  const header = { kind: "bearer", token: "canary-bearer-token" };
  await admin.put(`/api/projects/${id}/webhook-auth`, { signingSecret, header });
  const { body } = await admin.get(`/api/projects/${id}`);
  const hint = (text: string, kind?: string) => ({
    set: true,
    last4: text.slice(-4),
    updatedAt: expect.any(Number),
    ...(kind ? { kind } : {}),
  });
  expect(body.credentials).toEqual(hint(clientSecret, "basic"));
  expect(body.webhookSecret).toEqual(hint(signingSecret));
  expect(body.webhookHeader).toEqual(hint("canary-bearer-token", "bearer"));
  const answers = await Promise.all([
    admin.get("/api/projects"),
    admin.patch(`/api/projects/${id}`, { name: "Otro" }),
    admin.put(`/api/projects/${id}/credentials`, { kind: "basic", clientId: "a:b", clientSecret }),
    admin.put(`/api/projects/${id}/credentials`, { kind: "api-key", apiKey: `${apiKey}\n` }),
    admin.post(`/api/projects/${id}/test`),
  ]);
  expect(JSON.stringify(answers.map((answer) => answer.body))).not.toMatch(/canary/);
});

test("a secret of less than eight letters shows none of them", async () => {
  const { id } = await addProject("short");
  await admin.put(`/api/projects/${id}/credentials`, { kind: "api-key", apiKey: "1234567" });
  expect((await admin.get(`/api/projects/${id}`)).body.credentials.last4).toBe("");
});

test("no file of the desk holds a secret as it is", async () => {
  expect(await db().selectFrom("projects").select("credentials").execute()).not.toEqual([]);
  const files = globSync(`${desk.dataDir}/*`).filter((file) => !file.endsWith(".lock"));
  expect(files.map((file) => basename(file))).toContain("mostrador.db");
  for (const file of files) expect(readFileSync(file).includes("canary"), file).toBe(false);
});

test("the extra header stays where a new secret doesn't mention it, and goes by null", async () => {
  const { id } = await addProject("header");
  const put = (body: object) => admin.put(`/api/projects/${id}/webhook-auth`, body);
  const kind = async () => (await admin.get(`/api/projects/${id}`)).body.webhookHeader?.kind;
  await put({ signingSecret, header: { kind: "api-key", apiKey } });
  await put({ signingSecret: "another secret" });
  expect(await kind()).toBe("api-key");
  await put({ signingSecret, header: null });
  expect(await kind()).toBeUndefined();
});

test("a gateway on another host drops the credentials that were given for the one before", async () => {
  const { id } = await addProject("moving");
  const set = async () => (await admin.get(`/api/projects/${id}`)).body.credentials !== null;
  await admin.patch(`/api/projects/${id}`, { gatewayUrl: `${sandbox.url}/platform/v1` });
  expect(await set()).toBe(true);
  await admin.patch(`/api/projects/${id}`, { gatewayUrl: "https://gateway.jelou.ai/platform/v1" });
  expect(await set()).toBe(false);
});

test("agents get the names of theirs, supervisors too, and archived ones not", async () => {
  const [mine, archived, other] = [
    await addProject("mine"),
    await addProject("old"),
    await addProject("other"),
  ];
  const agent = await hire(admin, "agent", [mine.id, archived.id]);
  await admin.patch(`/api/projects/${archived.id}`, { archived: true });
  const { body } = await agent.get("/api/projects");
  const summary = {
    id: mine.id,
    name: "mine",
    sandbox: true,
    closesPaused: false,
    closesPausedBecause: null,
    requireReason: false,
    undoMs: 5_000,
    closeOthers: true,
    defaultMessage: null,
    autoClose: null,
  };
  expect(body.items).toEqual([summary]);
  expect((await agent.get(`/api/projects/${mine.id}`)).body).toEqual(body.items[0]);
  expect((await agent.get(`/api/projects/${other.id}`)).status).toBe(404);
});

test("an archived project is out of the lists and takes no closes", async () => {
  const { id } = await addProject("closing-down");
  sandbox.startConversation({ projectId: "closing-down", botId: "bot", userId: "zoe" });
  await sandbox.settle();
  const found = async () =>
    (await admin.get("/api/conversations")).body.items.filter(
      (each: { projectId: string }) => each.projectId === id,
    );
  const [conversation] = await found();
  await admin.patch(`/api/projects/${id}`, { archived: true });
  expect(await found()).toEqual([]);
  const { status } = await admin.post(`/api/conversations/${conversation.id}/close`, {
    message: null,
  });
  expect(status).toBe(409);
  await admin.patch(`/api/projects/${id}`, { archived: false });
  expect(await found()).toHaveLength(1);
});

test("the test of credentials closes nothing, and says what Jelou made of them", async () => {
  const { id } = await addProject("tested");
  const test = async () => (await admin.post(`/api/projects/${id}/test`)).body;
  const before = sandbox.callsTo("close").length;
  expect(await test()).toEqual({ ok: true });
  expect(sandbox.callsTo("close").slice(before)).toMatchObject([{ body: {}, status: 422 }]);
  const wrong = { kind: "basic", clientId, clientSecret: "wrong" };
  await admin.put(`/api/projects/${id}/credentials`, wrong);
  expect(await test()).toEqual({ ok: false });
  withFault({ on: "close", status: 503, body: { message: "Back soon" } });
  expect(await test()).toEqual({ ok: null, detail: "HTTP 503: Back soon" });
  withFault({ on: "close", reset: "before" });
  expect((await test()).ok).toBeNull();
  await admin.patch(`/api/projects/${id}`, { gatewayUrl: "https://gateway.jelou.ai/platform/v1" });
  expect((await admin.post(`/api/projects/${id}/test`)).status).toBe(409);
});

test("a project nobody has is a 404", async () => {
  const answers = await Promise.all([
    admin.get("/api/projects/nobody"),
    admin.patch("/api/projects/nobody", { name: "x" }),
    admin.put("/api/projects/nobody/credentials", { kind: "api-key", apiKey }),
    admin.put("/api/projects/nobody/webhook-auth", { signingSecret }),
    admin.post("/api/projects/nobody/test"),
  ]);
  expect(answers.map((answer) => answer.status)).toEqual(Array(5).fill(404));
});

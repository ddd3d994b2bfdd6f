import { expect, onTestFinished, test } from "vitest";
import { db } from "@/lib/db/store";
import { sealedSecret } from "@/lib/projects/write";
import { openDeskToConnect } from "../support/connect-desk.ts";
import { secrets } from "../support/jelou-desk.ts";
import { watch } from "../support/live-stream.ts";
import { hire } from "../support/people.ts";

const {
  desk,
  sandbox,
  admin,
  agent,
  project,
  addProject,
  withFault,
  newProject,
  answersTo,
  lastCall,
  post,
} = await openDeskToConnect();
const hour = 60 * 60_000;
const day = 24 * hour;

test("connecting registers the webhook, keeps what Jelou shows once, and then events come", async () => {
  const { path, get, row, atJelou, arrives } = await newProject("connected");
  const before = Date.now();
  const { status, body } = await admin.post(path, {});
  expect(status).toBe(201);
  const webhookUrl = `${desk.url}/api/webhooks/jelou/connected`;
  const { headers, secret } = atJelou();
  expect(sandbox.callsTo("register").at(-1)?.body).toEqual({
    webhookUrl,
    authType: "bearer",
    authorization: expect.stringMatching(/^[\w-]{43}$/),
  });
  expect(body).toMatchObject({
    webhookUrl,
    webhookSecret: { set: true, last4: secret.slice(-4) },
    webhookHeader: { set: true, kind: "bearer" },
    integration: {
      webhookUrl,
      authType: "bearer",
      registeredAt: expect.any(Number),
      firstEventAt: null,
    },
  });
  expect(body.integration.registeredAt).toBeGreaterThanOrEqual(before);
  expect(body.integration.updatedAt).toBe(body.integration.registeredAt);
  const { webhook_secret, webhook_header } = await row();
  for (const sealed of [webhook_secret, webhook_header]) expect(sealed).toMatch(/^v1\./);
  expect(await arrives()).toEqual([200]);
  const { firstEventAt } = (await get()).integration;
  expect(firstEventAt).toBeGreaterThanOrEqual(body.integration.registeredAt);
  expect(await arrives()).toEqual([200]);
  expect((await get()).integration.firstEventAt).toBe(firstEventAt);
  const forged = [
    { project: "connected", secret },
    { project: "connected", secret, headers: { authorization: "Bearer wrong" } },
    { project: "connected", secret: secrets.signingSecret, headers: headers! },
  ];
  for (const keys of forged) expect(await post(keys)).toBe(401);
});

test.each(["api_key", "basic", "no_auth"] as const)(
  "Jelou may be told to send %s, and its events are taken after a restart too",
  async (authType) => {
    const { path, get, arrives, atJelou } = await newProject(`with-${authType}`);
    expect((await admin.post(path, { authType })).status).toBe(201);
    expect((await get()).integration.authType).toBe(authType);
    await desk.restart();
    expect(await arrives()).toEqual([200]);
    const { headers: _header, ...bare } = atJelou();
    expect(await post(bare)).toBe(authType === "no_auth" ? 200 : 401);
  },
);

test("whatever Jelou makes of the pair that it was given for basic, it is known", async () => {
  const { path, atJelou } = await newProject("basic-forms");
  await admin.post(path, { authType: "basic" });
  const { authorization: pair } = lastCall("register");
  const base64 = Buffer.from(pair).toString("base64");
  for (const authorization of [`Basic ${base64}`, `basic ${pair}`, base64, pair])
    expect(await post({ ...atJelou(), headers: { authorization } })).toBe(200);
  for (const authorization of [`Basic ${base64}x`, "Basic bW9zdHJhZG9yOg==", "mostrador:"])
    expect(await post({ ...atJelou(), headers: { authorization } })).toBe(401);
});

test("a header that Jelou doesn't confirm isn't insisted on: its signature proves an event", async () => {
  const { path, atJelou } = await newProject("unconfirmed");
  const body = { data: { brainId: "b", signingSecret: "a-secret-of-jelou" } };
  withFault({ on: "register", status: 200, body });
  const answer = await admin.post(path, { authType: "bearer" });
  expect(answer.body).toMatchObject({ integration: { authType: "no_auth" }, webhookHeader: null });
  expect(await post({ ...atJelou(), secret: "a-secret-of-jelou" })).toBe(200);
  expect(await post({ ...atJelou(), secret: "another" })).toBe(401);
});

test("an event that is signed before Jelou's answer is here waits for it, and isn't lost", async () => {
  const { path, arrives } = await newProject("overtaking");
  withFault({ on: "register", delayMs: 600 });
  const connecting = admin.post(path, {});
  await expect.poll(() => sandbox.project("overtaking")?.webhookUrl).toBeTruthy();
  expect(await arrives()).toEqual([200]);
  expect((await connecting).status).toBe(201);
});

test("a forged event isn't taken while Jelou is being asked, and has its answer after that", async () => {
  const { path } = await newProject("forged-meanwhile");
  withFault({ on: "register", delayMs: 300 });
  const connecting = admin.post(path, {});
  await expect.poll(() => sandbox.project("forged-meanwhile")?.webhookUrl).toBeTruthy();
  expect(await post({ project: "forged-meanwhile", secret: "forged" })).toBe(401);
  expect((await connecting).status).toBe(201);
});

test("connecting anew keeps what was in force for an hour", async () => {
  const { path, row, atJelou, arrives } = await newProject("anew");
  await admin.post(path, {});
  const before = atJelou();
  expect(await arrives()).toEqual([200]);
  const { status, body } = await admin.post(path, { authType: "api_key" });
  expect([status, body.integration.authType]).toEqual([201, "api_key"]);
  expect(body.integration.firstEventAt).toBeNull();
  expect(atJelou().secret).not.toBe(before.secret);
  expect(await post(before)).toBe(200);
  expect(await arrives()).toEqual([200]);
  const until = (await row()).webhook_alternate_until!;
  expect(until - Date.now()).toBeGreaterThan(hour - 60_000);
  expect(until - Date.now()).toBeLessThanOrEqual(hour);
  expect(await post({ ...before, headers: atJelou().headers! })).toBe(401);
  await db()
    .updateTable("projects")
    .set({ webhook_alternate_until: Date.now() - 1 })
    .execute();
  await desk.restart();
  expect(await post(before)).toBe(401);
  expect(await arrives()).toEqual([200]);
});

test("no event is refused while Jelou changes over, again and again", async () => {
  const { path } = await newProject("busy");
  await admin.post(path, {});
  const ids: string[] = [];
  const customers = setInterval(() => {
    ids.push(sandbox.startConversation({ projectId: "busy" }).id);
  }, 4);
  onTestFinished(() => clearInterval(customers));
  for (const authType of ["api_key", "basic", "no_auth", "bearer"]) {
    withFault({ on: "update", delayMs: 60 });
    expect((await admin.patch(path, { authType })).status).toBe(200);
  }
  withFault({ on: "register", delayMs: 60 });
  expect((await admin.post(path, { authType: "basic" })).status).toBe(201);
  clearInterval(customers);
  await sandbox.settle();
  expect(ids.length).toBeGreaterThan(20);
  expect(answersTo(ids).filter((status) => status !== 200)).toEqual([]);
  expect(answersTo(ids)).toHaveLength(ids.length);
});

test("an update changes the header, leaves the secret, and the old header is good for an hour", async () => {
  const { path, atJelou, arrives, row } = await newProject("updated");
  const first = (await admin.post(path, {})).body.integration;
  const before = atJelou();
  const { status, body } = await admin.patch(path, { authType: "basic" });
  expect(status).toBe(200);
  const { registeredAt } = first;
  expect(body.integration).toMatchObject({ authType: "basic", registeredAt });
  expect(body.integration.updatedAt).toBeGreaterThan(registeredAt);
  expect(body.webhookHeader).toMatchObject({ kind: "basic" });
  expect(atJelou().secret).toBe(before.secret);
  expect([await post(before), ...(await arrives())]).toEqual([200, 200]);
  expect((await row()).webhook_alternate_until! - Date.now()).toBeLessThanOrEqual(hour);
});

test("where the desk has moved, an update tells Jelou the address and nothing else", async () => {
  const { path, id, get, arrives } = await newProject("moved");
  await admin.post(path, {});
  const registered = await get();
  const integration = { ...registered.integration, webhookUrl: "https://old.example.com/x" };
  await db()
    .updateTable("projects")
    .set({ integration: JSON.stringify(integration) })
    .where("id", "=", id)
    .execute();
  expect((await get()).integration.webhookUrl).not.toBe(registered.webhookUrl);
  const { status, body } = await admin.patch(path, {});
  expect(status).toBe(200);
  const { webhookUrl } = registered;
  expect(sandbox.callsTo("update").at(-1)?.body).toEqual({ webhookUrl });
  expect(body.integration).toMatchObject({ webhookUrl, authType: "bearer" });
  expect(body.webhookHeader).toEqual(registered.webhookHeader);
  expect(await arrives()).toEqual([200]);
});

/** What Jelou would send by the last update that it was asked for. */
function askedFor(jelouProjectId: string) {
  const { authorization } = lastCall("update");
  const { signingSecret: secret } = sandbox.project(jelouProjectId)!;
  return { project: jelouProjectId, secret, headers: { "x-api-key": authorization } };
}

test("a refused update leaves all as it was", async () => {
  const { path, atJelou, get, row } = await newProject("refused");
  await admin.post(path, {});
  const before = await get();
  withFault({ on: "update", status: 422, body: { message: "No such authType" } });
  const { status, body } = await admin.patch(path, { authType: "api_key" });
  expect([status, body.cause, body.words]).toEqual([502, "invalid", "No such authType"]);
  expect(await get()).toEqual(before);
  expect((await row()).webhook_alternate).toBeNull();
  expect(await post(askedFor("refused"))).toBe(401);
  expect(await post(atJelou())).toBe(200);
});

test.each([
  ["changed", { reset: "after" as const }],
  ["left as it was", { reset: "before" as const }],
])("after an update without an answer both headers are good: %s", async (name, fault) => {
  const { path, atJelou, row, arrives } = await newProject(`unclear-${name.slice(0, 4)}`);
  await admin.post(path, {});
  const before = atJelou();
  withFault({ on: "update", ...fault });
  const { status, body } = await admin.patch(path, { authType: "api_key" });
  expect([status, body.cause]).toEqual([504, "reset"]);
  await desk.restart();
  expect(await post(before)).toBe(200);
  expect(await post(askedFor(before.project))).toBe(200);
  expect(await arrives()).toEqual([200]);
  expect((await row()).webhook_alternate_until! - Date.now()).toBeGreaterThan(29 * day);
  expect((await admin.patch(path, { authType: "basic" })).status).toBe(200);
  expect(await arrives()).toEqual([200]);
  expect((await row()).webhook_alternate_until! - Date.now()).toBeLessThanOrEqual(hour);
});

test("what lacks is said: credentials, a secret to update, a project that isn't archived", async () => {
  const { path, id } = await newProject("lacking");
  expect((await admin.patch(path, {})).body.reason).toBe("not_registered");
  await admin.patch(`/api/projects/${id}`, { archived: true });
  expect((await admin.post(path, {})).body.reason).toBe("archived");
  const input = { name: "x", jelouProjectId: "bare", gatewayUrl: sandbox.gatewayUrl };
  const bare = (await admin.post("/api/projects", input)).body.id;
  const { status, body } = await admin.post(`/api/projects/${bare}/integration`, {});
  expect([status, body.reason]).toEqual([409, "no_credentials"]);
  expect((await admin.post(path, { authType: "magic" })).status).toBe(400);
  expect((await admin.post("/api/projects/nobody/integration", {})).status).toBe(404);
  const calls = sandbox.calls.filter((call) => call.path.endsWith("/lacking"));
  expect(calls).toEqual([]);
});

test("what is saved by hand takes the place of what the desk has registered, and may be updated", async () => {
  const { id } = await addProject("by-hand");
  const path = `/api/projects/${id}/integration`;
  const { signingSecret } = secrets;
  expect((await admin.patch(path, { authType: "bearer" })).body.integration).toMatchObject({
    authType: "bearer",
    webhookUrl: `${desk.url}/api/webhooks/jelou/by-hand`,
  });
  await admin.put(`/api/projects/${id}/webhook-auth`, { signingSecret, header: null });
  const { body } = await admin.get(`/api/projects/${id}`);
  expect([body.integration, body.webhookHeader]).toEqual([null, null]);
  expect(await post({ project: "by-hand", secret: signingSecret })).toBe(200);
});

test("what another process has changed a moment ago is known at once", async () => {
  const { id, path, atJelou } = await newProject("two-processes");
  await admin.post(path, { authType: "no_auth" });
  const before = atJelou();
  expect(await post(before)).toBe(200);
  const changed = sealedSecret(id, "of-another-process");
  await db().updateTable("projects").set(changed).where("id", "=", id).execute();
  expect(await post({ ...before, secret: "of-another-process" })).toBe(200);
});

test("a gateway on another host has nothing registered", async () => {
  const { path, id, get } = await newProject("elsewhere");
  await admin.post(path, {});
  await admin.patch(`/api/projects/${id}`, { gatewayUrl: "https://gateway.jelou.ai/platform/v1" });
  expect((await get()).integration).toBeNull();
});

test("only an admin connects, and others see nothing of it", async () => {
  const path = `/api/projects/${project.id}/integration`;
  for (const person of [agent, await hire(admin, "supervisor", [project.id])]) {
    expect((await person.post(path, {})).status).toBe(403);
    expect((await person.patch(path, {})).status).toBe(403);
    expect((await person.post(`${path}/check`)).status).toBe(403);
    const seen = await person.get(`/api/projects/${project.id}`);
    expect(seen.body).not.toHaveProperty("integration");
  }
});

test("other admins' screens hear of it", async () => {
  const { path, id } = await newProject("heard");
  const viewer = await watch(admin);
  await viewer.ready();
  await admin.post(path, {});
  await expect
    .poll(() => viewer.changes().map(({ data }) => [data.kind, data.projectId]))
    .toContainEqual(["project", id]);
});

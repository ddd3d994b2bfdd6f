import { expect, onTestFinished, test } from "vitest";
import { db } from "@/lib/db/store";
import { env } from "@/lib/env";
import { withRequestFacts } from "@/lib/request-facts";
import { captureLog } from "../support/captured-log.ts";
import { openDeskToConnect } from "../support/connect-desk.ts";
import { freePort } from "../support/e2e-desk.ts";
import { secrets } from "../support/jelou-desk.ts";

const { sandbox, admin, withFault, newProject, lastCall, holdSecrets, post } =
  await openDeskToConnect({
    JELOU_TIMEOUT_MS: "1500",
  });

const said = (message: string) => ({ body: { message } });
test.each([
  [{ status: 401, ...said("Invalid") }, 502, "unauthorized", /credentials/],
  [{ status: 404, ...said("No") }, 502, "not_found", /knows no such project/],
  [{ status: 422, ...said("Bad URL") }, 502, "invalid", /something wrong/],
  [{ status: 429, ...said("Slow") }, 429, "rate_limited", /wait/],
  [{ status: 500, ...said("Oops") }, 504, "server_error", /shows the secret once/],
  [{ status: 200, body: {} }, 504, "no_secret", /shows the secret once/],
  [{ reset: "before" as const }, 504, "reset", /shows the secret once/],
  [{ hang: true as const }, 504, "timeout", /shows the secret once/],
])("of a Jelou that answers %j we say what came of it", async (fault, status, cause, words) => {
  const { path, get, row } = await newProject(`fails-${crypto.randomUUID()}`);
  withFault({ on: "register", ...fault });
  const answer = await admin.post(path, {});
  expect([answer.status, answer.body.cause]).toEqual([status, cause]);
  expect(answer.body.error.message).toMatch(words);
  expect(answer.body.words).toBe(
    "body" in fault ? ((fault.body as { message?: string }).message ?? "") : "",
  );
  expect(await get()).toMatchObject({ integration: null, webhookSecret: null });
  expect((await row()).webhook_alternate).toBeNull();
  expect((await admin.post(path, {})).status).toBe(201);
});

test("Jelou's words name the fields", async () => {
  const { path } = await newProject("fields");
  const validationError = { webhookUrl: ["Must be https.", "Must be public."] };
  const body = { message: "Validation failed", validationError };
  withFault({ on: "register", status: 422, body });
  const { body: answer } = await admin.post(path, {});
  expect(answer.words).toBe("Validation failed · webhookUrl: Must be https. Must be public.");
});

test("a Jelou that isn't there registers nothing", async () => {
  const { path, id } = await newProject("nowhere");
  await db()
    .updateTable("projects")
    .set({ gateway_url: "http://127.0.0.1:1/v1" })
    .where("id", "=", id)
    .execute();
  const { status, body } = await admin.post(path, {});
  expect([status, body.cause]).toEqual([502, "connection_refused"]);
});

test("of two who connect at once one is told that the other is at it", async () => {
  const { path } = await newProject("both");
  const answers = await Promise.all([admin.post(path, {}), admin.post(path, {})]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  expect(answers.find(({ status }) => status === 409)?.body.reason).toBe("under_way");
  expect((await admin.patch(path, {})).status).toBe(200);
});

test("one network's forged events can't take the place of a genuine one that waits", async () => {
  const { path, arrives } = await newProject("crowded");
  withFault({ on: "register", delayMs: 800 });
  const connecting = admin.post(path, {});
  await expect.poll(() => sandbox.project("crowded")?.webhookUrl).toBeTruthy();
  const forged = withRequestFacts({ id: "forged", address: "192.0.2.1", userAgent: null }, () =>
    Array.from({ length: 60 }, () => post({ project: "crowded", secret: "forged" })),
  );
  expect(await Promise.all(forged.slice(50))).toEqual(Array(10).fill(401));
  expect(await arrives()).toEqual([200]);
  expect(await Promise.all(forged)).toEqual(Array(60).fill(401));
  expect((await connecting).status).toBe(201);
});

test("what Jelou shows once is stored as soon as the database can", async () => {
  const { path, arrives } = await newProject("patient");
  const free = await holdSecrets();
  const connecting = admin.post(path, {});
  await expect.poll(() => sandbox.project("patient")?.webhookUrl).toBeTruthy();
  const arriving = arrives();
  await free();
  expect((await connecting).status).toBe(201);
  expect(await arriving).toEqual([200]);
});

test("a secret that can't be stored is said to be lost, shows nowhere, and can be had anew", async () => {
  const lines = captureLog();
  const { path, get, atJelou } = await newProject("lost");
  const free = await holdSecrets();
  const { status, body } = await admin.post(path, {});
  await free();
  expect([status, body.cause]).toEqual([503, "not_stored"]);
  expect(body.error.message).toMatch(/connect again/);
  expect((await get()).integration).toBeNull();
  const text = JSON.stringify(body) + lines.join();
  expect(text).toContain("SqliteError");
  for (const secret of [atJelou().secret, lastCall("register").authorization])
    expect(text).not.toContain(secret);
  expect((await admin.post(path, {})).status).toBe(201);
});

test("whether the desk's address is public, and answers", async () => {
  const { path } = await newProject("reach");
  const check = async () => (await admin.post(`${path}/check`)).body;
  expect(await check()).toEqual({ isPublic: false, reachable: true });
  const settings = env();
  const { appUrl } = settings;
  onTestFinished(() => {
    settings.appUrl = appUrl;
  });
  settings.appUrl = new URL(`http://127.0.0.1:${await freePort()}`);
  expect(await check()).toEqual({ isPublic: false, reachable: false, detail: "ECONNREFUSED" });
  settings.appUrl = new URL(sandbox.url);
  expect(await check()).toEqual({ isPublic: false, reachable: false, detail: "HTTP 404" });
});

test("no answer and no line of the log holds a secret, ours or Jelou's", async () => {
  const lines = captureLog();
  const { path, get } = await newProject("canaries");
  const answers = [await admin.post(path, { authType: "bearer" })];
  const shown = new Set<string>();
  const note = () => {
    shown.add(sandbox.project("canaries")!.signingSecret);
    for (const { path: called, body } of sandbox.calls)
      if (called.endsWith("/canaries")) {
        const { authorization = "" } = body as { authorization?: string };
        if (authorization) shown.add(authorization.replace("mostrador:", ""));
      }
  };
  note();
  for (const authType of ["api_key", "basic"]) {
    answers.push(await admin.patch(path, { authType }));
    note();
  }
  const echo = JSON.stringify([...shown, secrets.clientSecret]);
  const body = { message: echo, validationError: { authorization: [echo] }, signingSecret: "" };
  for (const on of ["register", "update"] as const)
    for (const status of [200, 401, 422, 429, 500]) withFault({ on, status, body: { ...body } });
  for (let round = 0; round < 5; round += 1) {
    answers.push(await admin.post(path, { authType: "bearer" }));
    answers.push(await admin.patch(path, { authType: "basic" }));
    note();
  }
  answers.push({ status: 200, headers: new Headers(), body: await get() });
  expect(lines.length).toBeGreaterThan(3);
  const text = JSON.stringify(answers.map((answer) => answer.body)) + lines.join();
  expect(shown.size).toBeGreaterThan(10);
  for (const secret of [...shown, secrets.clientSecret]) expect(text).not.toContain(secret);
});

import { expect, test } from "vitest";
import type { Credentials } from "@/lib/jelou/call-gateway";
import { changeIntegration, createIntegration } from "@/lib/jelou/register-integration";
import type { ExtraHeader } from "@/lib/jelou/verify-signature";
import { apiKey, basic, openSandbox, secrets } from "./support/open-sandbox.ts";

const pair: Credentials = {
  kind: "basic",
  clientId: secrets.clientId,
  clientSecret: secrets.clientSecret,
};
const key: Credentials = { kind: "api-key", apiKey: secrets.apiKey };
const webhookUrl = "https://desk.example.com/api/webhooks/jelou/p1";
const bearer: ExtraHeader = { kind: "bearer", token: "canary-token" };
const pairHeader: ExtraHeader = { kind: "basic", username: "mostrador", password: "canary-pass" };

async function openGateway() {
  const { sandbox } = await openSandbox();
  const gateway = ({ credentials = pair, timeoutMs = 2_000, url = "" } = {}) => ({
    url: new URL(url || sandbox.gatewayUrl),
    mayBePrivate: true,
    jelouProjectId: "p1",
    credentials,
    timeoutMs,
  });
  type Options = Parameters<typeof gateway>[0];
  const create = (header: ExtraHeader | null = bearer, options?: Options) =>
    createIntegration(gateway(options), { webhookUrl, header });
  const change = (header?: ExtraHeader | null, options?: Options) =>
    changeIntegration(gateway(options), { webhookUrl, header });
  return { sandbox, create, change };
}

test.each([
  [null, { authType: "no_auth" }, null],
  [
    bearer,
    { authType: "bearer", authorization: "canary-token" },
    { name: "Authorization", value: "Bearer canary-token" },
  ],
  [
    { kind: "api-key", apiKey: "canary-key" } as const,
    { authType: "api_key", authorization: "canary-key" },
    { name: "X-API-Key", value: "canary-key" },
  ],
  [
    pairHeader,
    { authType: "basic", authorization: "mostrador:canary-pass" },
    {
      name: "Authorization",
      value: `Basic ${Buffer.from("mostrador:canary-pass").toString("base64")}`,
    },
  ],
])("registers and updates with the header %j", async (header, sent, arrives) => {
  const { sandbox, create, change } = await openGateway();
  const created = await create(header, { credentials: key });
  const { signingSecret } = sandbox.project("p1")!;
  expect(signingSecret).not.toBe(secrets.signingSecret);
  expect(created).toEqual({ kind: "accepted", status: 200, signingSecret, confirmed: true });
  expect(sandbox.project("p1")).toMatchObject({ webhookUrl, header: arrives });
  expect(await change(header)).toEqual({ kind: "accepted", status: 200, confirmed: true });
  expect(sandbox.project("p1")).toMatchObject({ webhookUrl, header: arrives, signingSecret });
  const path = "/jelouapi/v1/external-support/p1";
  const calls = sandbox.calls.map(({ method, path, body }) => ({ method, path, body }));
  expect(calls).toEqual([
    { method: "POST", path, body: { webhookUrl, ...sent } },
    { method: "PATCH", path, body: { webhookUrl, ...sent } },
  ]);
  expect(sandbox.calls[0]?.headers).toMatchObject(apiKey);
  expect(sandbox.calls[1]?.headers).toMatchObject(basic);
});

test("an update without a header sends the address alone", async () => {
  const { sandbox, create, change } = await openGateway();
  await create();
  expect(await change()).toEqual({ kind: "accepted", status: 200, confirmed: true });
  expect(sandbox.callsTo("update").map(({ body }) => body)).toEqual([{ webhookUrl }]);
  expect(sandbox.project("p1")?.header).toEqual({
    name: "Authorization",
    value: "Bearer canary-token",
  });
});

const secret = "0123abcd";
test.each([
  ["as Jelou's page shows it", { id: "i", authType: "bearer", signingSecret: secret }, true],
  [
    "in the envelope of the other calls",
    {
      message: ["Integration created"],
      statusMessage: "success",
      status: 1,
      data: { authType: "bearer", signingSecret: secret },
    },
    true,
  ],
  ["that names no authType", { brainId: "b", signingSecret: secret }, false],
  ["that names another authType", { authType: "no_auth", signingSecret: secret }, false],
])("an answer %s holds the secret", async (_name, body, confirmed) => {
  const { sandbox, create } = await openGateway();
  for (const status of [200, 201]) {
    sandbox.faults.next({ on: "register", status, body });
    const accepted = { kind: "accepted", status, signingSecret: secret, confirmed };
    expect(await create()).toEqual(accepted);
  }
});

test.each([
  ["none", { id: "i", webhookUrl, authType: "bearer" }],
  ["an empty one", { signingSecret: " " }],
  ["null", { signingSecret: null, data: { signingSecret: 17 } }],
  ["one of a novel's length", { signingSecret: "x".repeat(2_001) }],
  ["nothing at all", {}],
])("a 200 with %s for a secret is no outcome to rely on", async (_name, body) => {
  const { sandbox, create } = await openGateway();
  sandbox.faults.next({ on: "register", status: 200, body });
  const unclear = { kind: "unclear", status: 200, code: "no_secret", message: "" };
  expect(await create()).toEqual(unclear);
});

test.each([
  ["a failure in words", 200, { statusMessage: "failed", signingSecret: secret }],
  ["no JSON", 200, "Created"],
  ["a page", 200, "<html>Sign in</html>"],
  ["another success than Jelou's", 204, ""],
])("%s is unclear", async (_name, status, body) => {
  const { sandbox, create } = await openGateway();
  sandbox.faults.next({ on: "register", status, body });
  expect(await create()).toMatchObject({ kind: "unclear", status, code: "unreadable" });
});

test.each(["", "OK", { updatedAt: "2026-01-01" }])(
  "an update is taken by a 200 with %j, but not by a page",
  async (body) => {
    const { sandbox, change } = await openGateway();
    sandbox.faults.next({ on: "update", status: 200, body });
    expect(await change()).toEqual({ kind: "accepted", status: 200, confirmed: true });
    sandbox.faults.next({ on: "update", status: 200, body });
    expect(await change(bearer)).toEqual({ kind: "accepted", status: 200, confirmed: false });
    sandbox.faults.next({ on: "update", garbage: "html" });
    expect((await change()).kind).toBe("unclear");
  },
);

test("each refusal has its code and Jelou's words", async () => {
  const { sandbox, create, change } = await openGateway();
  const wrong: Credentials = { kind: "api-key", apiKey: "another" };
  const unauthorized = { kind: "refused", status: 401, code: "unauthorized" };
  expect(await create(bearer, { credentials: wrong })).toMatchObject(unauthorized);
  expect(await change(bearer, { credentials: wrong })).toMatchObject(unauthorized);
  sandbox.faults.next({ on: "update", status: 404, body: { message: "No integration" } });
  expect(await change()).toEqual({
    kind: "refused",
    status: 404,
    code: "not_found",
    message: "No integration",
  });
  const validationError = { webhookUrl: ["The webhookUrl must be https."] };
  sandbox.faults.next({
    on: "register",
    status: 422,
    body: { message: "Validation failed", validationError },
  });
  expect(await create()).toEqual({
    kind: "refused",
    status: 422,
    code: "invalid",
    message: "Validation failed",
    fields: validationError,
  });
});

test("a Jelou that fails, hangs, breaks off, puts off or isn't there says so", async () => {
  const { sandbox, create, change } = await openGateway();
  const { faults } = sandbox;
  faults.next({ on: "register", status: 500 });
  faults.next({ on: "register", status: 429, headers: { "Retry-After": "7" } });
  faults.next({ on: "register", reset: "after" });
  faults.next({ on: "register", garbage: "truncated" });
  faults.next({ on: "update", hang: true });
  expect(await create()).toMatchObject({ kind: "unclear", status: 500, code: "server_error" });
  expect(await create()).toMatchObject({ kind: "limited", status: 429, retryAfterMs: 7_000 });
  const unclear = { kind: "unclear", status: null, message: "" };
  expect(await create()).toEqual({ ...unclear, code: "reset" });
  expect(await create()).toEqual({ ...unclear, code: "reset" });
  expect(await change(bearer, { timeoutMs: 200 })).toEqual({ ...unclear, code: "timeout" });
  expect(await create(bearer, { url: "http://127.0.0.1:1/v1" })).toEqual({
    kind: "unreachable",
    code: "connection_refused",
    message: "",
  });
});

test.each([bearer, pairHeader])(
  "nothing secret is in the words of a failure, whatever Jelou echoes: %j",
  async (header) => {
    const { sandbox, create, change } = await openGateway();
    const ours = header.kind === "basic" ? header.password : "canary-token";
    const whole = `mostrador:${ours}`;
    const base64 = Buffer.from(whole).toString("base64");
    const shown = [ours, ...(header.kind === "basic" ? [whole, base64] : []), "new-canary"];
    const echo = [...shown, secrets.clientSecret].join(" and ");
    for (const status of [200, 422, 429, 500]) {
      const body = {
        message: `Got ${echo}`,
        status: 0,
        validationError: { authorization: [echo] },
        data: { signingSecret: "new-canary" },
      };
      for (const [on, call] of [
        ["register", create],
        ["update", change],
      ] as const) {
        sandbox.faults.next({ on, status, body });
        const outcome = await call(header);
        expect(outcome).toMatchObject({ message: expect.stringMatching(/^Got \[…\] and \[…\]/) });
        const words = JSON.stringify(outcome);
        for (const each of [...shown, secrets.clientSecret])
          expect(words).not.toContain(each.replace(/=+$/, ""));
      }
    }
  },
);

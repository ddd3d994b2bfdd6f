import { createServer } from "node:net";
import { expect, test } from "vitest";
import type { Close } from "@/lib/conversations/schema";
import { hurry } from "../support/hurry.ts";
import type { CallFault } from "../support/jelou/faults.ts";
import { openDeskWithJelou, secrets } from "../support/jelou-desk.ts";

const timeoutMs = 300;
const { sandbox, admin, project, addProject, greet, close, settles, callsFor, withFault } =
  await openDeskWithJelou({ JELOU_TIMEOUT_MS: String(timeoutMs) });

type Fault = Omit<Extract<CallFault, { status: number }>, "on">;

test.each<[number, string]>([
  [401, "unauthorized"],
  [403, "forbidden"],
  [404, "not_found"],
  [418, "refused"],
])("Jelou's %d refuses the close and leaves the conversation open", async (status, code) => {
  const { id, jelou } = await greet();
  withFault({ on: "close", status, body: { message: ["En dos", "palabras"] } });
  await close(id);
  const refused = await settles(id, "refused");
  expect(refused.status).toBe("open");
  expect(refused.close).toMatchObject({
    attempts: 1,
    lastStatus: status,
    lastError: { code, message: "En dos palabras" },
    nextAttemptAt: null,
  });
  expect(refused.close?.settledAt).not.toBeNull();
  expect(callsFor(jelou.user.id)).toHaveLength(1);
});

test("a 422 names the fields that Jelou didn't take", async () => {
  const { id } = await greet();
  const validationError = { botId: ["Not a bot", "Not yours"], userId: "Unknown", deep: { a: 1 } };
  withFault({ on: "close", status: 422, body: { message: "Invalid", validationError } });
  await close(id);
  const { close: refused, status } = await settles(id, "refused");
  expect(status).toBe("open");
  expect(refused?.lastError).toEqual({
    code: "invalid",
    message: "Invalid",
    fields: { botId: ["Not a bot", "Not yours"], userId: ["Unknown"], deep: ['{"a":1}'] },
  });
});

test.each<[string, Fault, number]>([
  ["after the seconds it asks for", { status: 429, headers: { "Retry-After": "7" } }, 7_000],
  ["after a minute at the latest", { status: 429, headers: { "Retry-After": "3600" } }, 60_000],
  ["soon where it names no time", { status: 429 }, 5_000],
])("Jelou's 429 is no attempt: the next follows %s", async (_name, fault, waitMs) => {
  const { id, jelou } = await greet();
  withFault({ on: "close", ...fault });
  const before = Date.now();
  await close(id);
  await expect.poll(() => callsFor(jelou.user.id).length).toBe(1);
  const waiting = await expectError(id, "waiting", "rate_limited");
  expect(waiting).toMatchObject({ attempts: 0, lastStatus: 429 });
  expect(waiting.nextAttemptAt! - before).toBeGreaterThanOrEqual(waitMs);
  expect(waiting.nextAttemptAt! - before).toBeLessThan(waitMs + 2_000);
  await hurry(waiting.id);
  await settles(id, "confirmed");
});

const garbled = { message: ["No"], statusMessage: "failed", status: 0 };
test.each<[string, Omit<CallFault, "on">, string]>([
  ["500", { status: 500 } as object, "server_error"],
  ["503", { status: 503 } as object, "server_error"],
  ["302", { status: 302, headers: { Location: "/elsewhere" } } as object, "redirect"],
  ["204", { status: 204, body: "", effect: false } as object, "unreadable"],
  [
    "a 200 that says it failed",
    { status: 200, body: garbled, effect: false } as object,
    "unreadable",
  ],
  ["a 200 in HTML", { garbage: "html", effect: false } as object, "unreadable"],
  ["a 200 that isn't JSON", { garbage: "not-json", effect: false } as object, "unreadable"],
  ["a 200 over 64 KiB", { garbage: "huge", effect: false } as object, "unreadable"],
  ["half an answer", { garbage: "truncated", effect: false } as object, "reset"],
  ["no answer", { hang: true, effect: false } as object, "timeout"],
  ["an answer in drops", { drip: 50, effect: false } as object, "timeout"],
  ["a reset", { reset: "before" } as object, "reset"],
])(
  "after %s nobody knows: the close is unknown, still closing, and tried again",
  async (_name, fault, code) => {
    const { id, jelou } = await greet();
    withFault({ on: "close", ...fault } as CallFault);
    await close(id);
    const { status, close: unknown } = await settles(id, "unknown");
    expect(status).toBe("closing");
    expect(unknown).toMatchObject({ attempts: 1, lastError: { code }, settledAt: null });
    const wait = unknown!.nextAttemptAt! - Date.now();
    expect(wait).toBeGreaterThan(13_000);
    expect(wait).toBeLessThanOrEqual(15_000);
    expect(callsFor(jelou.user.id)).toHaveLength(1);
    expect(sandbox.calls.filter((call) => call.kind === "unknown")).toEqual([]);
    await hurry(unknown?.id);
    await settles(id, "confirmed");
    expect(callsFor(jelou.user.id)).toHaveLength(2);
  },
);

test("a 200 that names another conversation closes that one, and ours is unknown", async () => {
  const ours = await greet();
  const other = await greet();
  withFault({ on: "close", answerFor: other.jelou.id });
  await close(ours.id);
  const { status, close: unknown } = await settles(ours.id, "unknown");
  expect(status).toBe("closing");
  expect(unknown?.lastError?.code).toBe("other_conversation");
  await expect
    .poll(async () => (await admin.get(`/api/conversations/${other.id}`)).body.status)
    .toBe("closed");
});

async function pointAt(name: string, gatewayUrl: string) {
  const moved = await addProject(name);
  const { id, jelou } = await greet({ projectId: name });
  await admin.patch(`/api/projects/${moved.id}`, { gatewayUrl });
  const { clientId, clientSecret } = secrets;
  const credentials = { kind: "basic", clientId, clientSecret };
  await admin.put(`/api/projects/${moved.id}/credentials`, credentials);
  return { id, jelou, moved };
}

test("a connection that never opened reached nobody: it is tried four times more, then refused", async () => {
  const { id } = await pointAt("refusing", `http://127.0.0.1:${await closedPort()}`);
  await close(id, {}, admin);
  for (const [index, delay] of [15_000, 30_000, 60_000, 120_000].entries()) {
    const waiting = await expectError(id, "waiting", "unreachable_connection_refused", index + 1);
    const wait = waiting.nextAttemptAt! - Date.now();
    expect(wait).toBeGreaterThan(delay - 2_000);
    expect(wait).toBeLessThanOrEqual(delay);
    await hurry(waiting.id);
  }
  const { status, close: refused } = await settles(id, "refused");
  expect(status).toBe("open");
  expect(refused).toMatchObject({
    attempts: 5,
    lastError: { code: "unreachable_connection_refused" },
  });
});

test("a server that doesn't speak TLS was not reached", async () => {
  const { id } = await pointAt("plain", sandbox.gatewayUrl.replace("http:", "https:"));
  await close(id, {}, admin);
  await expectError(id, "waiting", "unreachable_tls");
});

test("what Jelou says of our secrets is not shown", async () => {
  const { id } = await greet();
  const { clientId, clientSecret } = secrets;
  const pair = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  const message = `Bad ${pair} of ${clientId} with ${clientSecret}`;
  const validationError = { authorization: [`Basic ${pair}`] };
  withFault({ on: "close", status: 422, body: { message, validationError } });
  await close(id);
  const { close: refused } = await settles(id, "refused");
  expect(refused?.lastError?.message).toBe("Bad […] of […] with […]");
  expect(refused?.lastError?.fields).toEqual({ authorization: ["Basic […]"] });
});

test("the health of a project tells the last close and the last error", async () => {
  const { id } = await greet();
  withFault({ on: "close", status: 403, body: { message: "Not today" } });
  await close(id);
  await settles(id, "refused");
  const { body } = await admin.get(`/api/projects/${project.id}`);
  expect(body.health.lastError).toMatchObject({ code: "forbidden", message: "Not today" });
  expect(body.health.lastCloseAt).toBeGreaterThan(0);
  expect(body.health.lastWebhookAt).toBeGreaterThan(0);
});

async function expectError(id: string, state: Close["state"], code: string, attempts?: number) {
  const read = async () => (await admin.get(`/api/conversations/${id}`)).body.close as Close;
  const wanted = { state, code, ...(attempts === undefined ? {} : { attempts }) };
  await expect
    .poll(async () => ({ ...(await read()), code: (await read()).lastError?.code }), {
      timeout: 5_000,
      interval: 10,
    })
    .toMatchObject(wanted);
  return read();
}

async function closedPort() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

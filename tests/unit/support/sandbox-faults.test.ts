import { expect, test, vi } from "vitest";
import type { CallFault } from "../../support/jelou/faults.ts";
import { apiKey, openSandbox } from "./open-sandbox.ts";

test.each<[string, Partial<CallFault>, number, "open" | "closed"]>([
  ["500", { status: 500 }, 500, "open"],
  ["500 after the effect", { status: 500, effect: true }, 500, "closed"],
  ["429", { status: 429, headers: { "Retry-After": "7" } }, 429, "open"],
  ["302", { status: 302, headers: { Location: "http://127.0.0.1:1/" } }, 302, "open"],
  ["200 of its own", { status: 200, body: { ok: 1 } }, 200, "closed"],
  ["slow", { delayMs: 30 }, 200, "closed"],
  ["slow 503", { delayMs: 30, status: 503 }, 503, "open"],
  ["drip", { drip: 1 }, 200, "closed"],
  ["huge", { garbage: "huge" }, 200, "closed"],
  ["huge, not done", { garbage: "huge", effect: false }, 200, "open"],
])("%s", async (_name, fault, status, after) => {
  const { sandbox, close, ana } = await openSandbox();
  const conversation = ana();
  sandbox.faults.next({ on: "close", ...fault } as CallFault);
  const answer = await close({});
  expect(answer.status).toBe(status);
  expect(sandbox.callsTo("close")[0]?.status).toBe(status);
  expect(conversation.status).toBe(after);
  if ("headers" in fault) {
    const [name = "", value] = Object.entries(fault.headers ?? {})[0] ?? [];
    expect(answer.headers.get(name)).toBe(value);
  }
  if ("garbage" in fault) expect(JSON.stringify(answer.body).length).toBeGreaterThan(1_000_000);
});

test.each(["html", "not-json", "truncated"] as const)("garbage: %s", async (garbage) => {
  const { sandbox, close, ana } = await openSandbox();
  const conversation = ana();
  sandbox.faults.next({ on: "close", garbage });
  await expect(close({})).rejects.toThrow();
  expect(conversation.status).toBe("closed");
  expect(sandbox.callsTo("close")[0]?.status).toBe(200);
});

test.each([
  ["before", "open"],
  ["after", "closed"],
] as const)("a reset %s the effect leaves it %s", async (reset, after) => {
  const { sandbox, close, ana } = await openSandbox();
  const conversation = ana();
  sandbox.faults.next({ on: "close", reset });
  await expect(close({})).rejects.toThrow("fetch failed");
  expect(conversation.status).toBe(after);
  expect(sandbox.callsTo("close")[0]?.status).toBeNull();
});

test("a hanging call is done, told by webhook and never answered", async () => {
  const { sandbox, inbox, ana } = await openSandbox();
  const conversation = ana();
  sandbox.faults.next({ on: "close", hang: true });
  const caller = new AbortController();
  const waiting = fetch(`${sandbox.gatewayUrl}/external-support/p1/conversations/close`, {
    method: "POST",
    headers: apiKey,
    body: JSON.stringify({ botId: "bot", userId: "ana" }),
    signal: caller.signal,
  });
  await vi.waitFor(() => expect(inbox.at(-1)?.body.event).toBe("conversation.close"));
  caller.abort();
  await expect(waiting).rejects.toThrow("aborted");
  expect(conversation.status).toBe("closed");
});

test("the answer may name, and the effect hit, another conversation", async () => {
  const { sandbox, close, ana } = await openSandbox();
  const ours = ana();
  const other = sandbox.startConversation({ projectId: "p1", userId: "luis" });
  sandbox.faults.next({ on: "close", answerFor: other.id });
  expect((await close({})).body.data.conversationId).toBe(other.id);
  expect([ours.status, other.status]).toEqual(["open", "closed"]);
});

test("faults are used up, stand until cleared, and mind their call", async () => {
  const { sandbox, close, ana } = await openSandbox();
  ana();
  sandbox.faults.next({ on: "close", status: 500 }, 2);
  sandbox.faults.next({ on: "start", status: 503 });
  sandbox.faults.always({ on: "close", status: 418 });
  const statuses: number[] = [];
  for (let i = 0; i < 4; i += 1) statuses.push((await close({})).status);
  expect(statuses).toEqual([500, 500, 418, 418]);
  expect(sandbox.faults.pending()).toHaveLength(2);
  sandbox.faults.clear();
  expect((await close({})).status).toBe(200);
});

test("a fault never lets wrong credentials take effect", async () => {
  const { sandbox, close, ana } = await openSandbox();
  const conversation = ana();
  sandbox.faults.next({ on: "close", status: 500, effect: true });
  await close({}, {});
  expect(conversation.status).toBe("open");
});

test("closing the sandbox ends hanging and dripping calls", async () => {
  const { sandbox, close, ana } = await openSandbox();
  ana();
  sandbox.faults.next({ on: "close", hang: true });
  sandbox.faults.next({ on: "close", delayMs: 600_000 });
  const calls = [close({}), close({})];
  await vi.waitFor(() => expect(sandbox.calls).toHaveLength(2));
  await sandbox.close();
  const ends = await Promise.allSettled(calls);
  expect(ends.map((end) => end.status)).toEqual(["rejected", "rejected"]);
});

import { expect, test } from "vitest";
import { connectionOf, isProven, toConnectSteps } from "@/components/admin/to-connect-steps";
import type { Project, ReachAnswer } from "@/lib/projects/schema";

const webhookUrl = "https://desk.example.com/api/webhooks/jelou/p1";
const hint = { set: true as const, last4: "", updatedAt: 1 };
const health = { lastWebhookAt: null, lastCloseAt: null, lastError: null };
const empty = {
  webhookUrl,
  credentials: null,
  webhookSecret: null,
  overlapUntil: null,
  integration: null,
  health,
} as unknown as Project;
const registered = {
  ...empty,
  webhookSecret: hint,
  integration: {
    webhookUrl,
    authType: "bearer",
    registeredAt: 1,
    updatedAt: 1,
    firstEventAt: null as number | null,
  },
} as Project;
const heard = { ...registered, integration: { ...registered.integration!, firstEventAt: 2 } };
const moved = { ...heard, integration: { ...heard.integration, webhookUrl: "https://old/" } };
const byHand = { ...empty, webhookSecret: hint };
const good = { isPublic: true, reachable: true };
const reach = (data?: ReachAnswer, isError = false) => ({ data, isError });

const stateOf = (id: string, project: Project, given = reach(good)) =>
  toConnectSteps(project, given).find((step) => step.id === id);

test.each([
  ["nothing registered", empty, "off", "todo"],
  ["registered", registered, "waiting", "waiting"],
  ["registered, an event came", heard, "connected", "done"],
  ["by hand", byHand, "waiting", "waiting"],
  [
    "by hand, events came",
    { ...byHand, health: { ...health, lastWebhookAt: 3 } },
    "connected",
    "doneByHand",
  ],
  [
    "registered anew, events came before",
    { ...registered, health: { ...health, lastWebhookAt: 3 } },
    "waiting",
    "waiting",
  ],
])("%s", (_name, project, connection, words) => {
  expect(connectionOf(project)).toBe(connection);
  expect(stateOf("event", project)?.words).toBe(words);
});

test.each([
  [reach(), "checking", "checking"],
  [reach(undefined, true), "warning", "failed"],
  [reach(good), "done", "done"],
  [reach({ isPublic: false, reachable: true }), "warning", "private"],
  [reach({ isPublic: true, reachable: false }), "warning", "silent"],
])("of the address %j is known: %s, %s", (given, state, words) => {
  for (const project of [empty, registered, byHand, moved])
    expect(stateOf("address", project, given)).toEqual({ id: "address", state, words });
  expect(stateOf("address", heard, given)).toMatchObject({ state: "done", words: "proven" });
});

test("an event proves the address that it came to, not the one after a move", () => {
  expect([heard, moved, registered, byHand].map(isProven)).toEqual([true, false, false, false]);
});

test("each thing is done on its own", () => {
  const project = { ...byHand, credentials: { ...hint, kind: "basic" as const } };
  const closed = { ...project, health: { ...health, lastCloseAt: 4 } };
  const states = (each: Project) => toConnectSteps(each, reach(good)).map((step) => step.state);
  expect(states(empty)).toEqual(["todo", "todo", "done", "todo", "todo"]);
  expect(states(project)).toEqual(["done", "done", "done", "waiting", "todo"]);
  expect(states(closed)).toEqual(["done", "done", "done", "waiting", "done"]);
});

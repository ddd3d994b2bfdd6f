import { expect, test } from "vitest";
import { db } from "@/lib/db/store";
import { openDesk } from "../support/desk.ts";
import { watch } from "../support/live-stream.ts";
import { hire, type Person } from "../support/people.ts";

const { admin } = await openDesk();

const usual = {
  sendKey: "enter",
  notify: { mine: true, unassigned: false, mentions: true, sound: true, desktop: false },
  quietHours: null,
  keys: {},
};

const preferencesOf = async (person: Person) => (await person.get("/api/account")).body.preferences;
const prefer = (person: Person, preferences: unknown) =>
  person.patch("/api/account", { preferences });
const store = (person: { id: string }, preferences: string | null) =>
  db().updateTable("users").set({ preferences }).where("id", "=", person.id).execute();

test("who has chosen nothing has the usual ones", async () => {
  const agent = await hire(admin, "agent");
  expect(await preferencesOf(agent)).toEqual(usual);
});

test("each preference that is given replaces the whole of it and nothing else", async () => {
  const agent = await hire(admin, "agent");
  const notify = { ...usual.notify, sound: false, unassigned: true };
  expect((await prefer(agent, { notify, keys: { close: "x", next: null } })).status).toBe(204);
  expect((await prefer(agent, { sendKey: "ctrl-enter" })).status).toBe(204);
  expect((await prefer(agent, { quietHours: { from: "22:00", to: "07:00" } })).status).toBe(204);
  expect((await prefer(agent, { keys: { close: "Shift+X" } })).status).toBe(204);
  expect(await preferencesOf(agent)).toEqual({
    sendKey: "ctrl-enter",
    notify,
    quietHours: { from: "22:00", to: "07:00" },
    keys: { close: "Shift+X" },
  });
  await prefer(agent, { quietHours: null, notify: {} });
  expect(await preferencesOf(agent)).toMatchObject({ quietHours: null, notify: usual.notify });
});

test("they go with language and theme, and nobody else's change", async () => {
  const [agent, other] = [await hire(admin, "agent"), await hire(admin, "agent")];
  const change = { locale: "pt", theme: "dark", preferences: { sendKey: "ctrl-enter" } };
  expect((await agent.patch("/api/account", change)).status).toBe(204);
  const { body } = await agent.get("/api/account");
  expect(body).toMatchObject(change);
  expect(body.preferences.notify).toEqual(usual.notify);
  expect(await preferencesOf(other)).toEqual(usual);
});

test("two that are changed at once are both kept", async () => {
  const agent = await hire(admin, "agent");
  await Promise.all([
    prefer(agent, { sendKey: "ctrl-enter" }),
    prefer(agent, { keys: { close: "x" } }),
    prefer(agent, { quietHours: { from: "13:00", to: "14:00" } }),
  ]);
  expect(await preferencesOf(agent)).toEqual({
    ...usual,
    sendKey: "ctrl-enter",
    keys: { close: "x" },
    quietHours: { from: "13:00", to: "14:00" },
  });
});

test.each<[string, unknown]>([
  ["a send key that isn't one", { sendKey: "space" }],
  ["a preference that nobody knows", { colour: "red" }],
  ["a kind of notification that nobody knows", { notify: { ...usual.notify, smell: true } }],
  ["a time that isn't one", { quietHours: { from: "24:00", to: "07:00" } }],
  ["hours without an end", { quietHours: { from: "22:00" } }],
  ["hours that last no time", { quietHours: { from: "22:00", to: "22:00" } }],
  ["a combo that can't be pressed", { keys: { close: "not a key" } }],
  ["an action that can't be one", { keys: { "<script>": "x" } }],
  [
    "too many keys",
    { keys: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [letters(n), "x"])) },
  ],
])("%s is refused", async (_name, preferences) => {
  const agent = await hire(admin, "agent");
  const { status, body } = await prefer(agent, preferences);
  expect([status, body.error.code]).toEqual([400, "bad_input"]);
  expect(await preferencesOf(agent)).toEqual(usual);
});

test.each<[string, string, object]>([
  ["no JSON", "{", {}],
  ["a list", "[1]", {}],
  ["nothing", "null", {}],
  ["an old send key", '{"sendKey":"shift-enter","keys":{"close":"x"}}', { keys: { close: "x" } }],
  [
    "half of the notifications",
    '{"notify":{"sound":false,"mine":"often"}}',
    { notify: { ...usual.notify, sound: false } },
  ],
  [
    "hours that aren't",
    '{"quietHours":{"from":"9"},"sendKey":"ctrl-enter"}',
    { sendKey: "ctrl-enter" },
  ],
  ["what a newer desk knows", '{"colour":"red","sendKey":"ctrl-enter"}', { sendKey: "ctrl-enter" }],
])("stored is %s: what can't be read is as it is at first", async (_name, stored, expected) => {
  const agent = await hire(admin, "agent");
  await store(agent, stored);
  expect(await preferencesOf(agent)).toEqual({ ...usual, ...expected });
});

test("the agent's other tabs hear of a change, other agents don't", async () => {
  const [agent, other] = [await hire(admin, "agent"), await hire(admin, "agent")];
  const [own, foreign] = [await watch(agent), await watch(other)];
  await Promise.all([own.ready(), foreign.ready()]);
  await prefer(agent, { sendKey: "ctrl-enter" });
  await expect.poll(() => own.changes().map((frame) => frame.data.kind)).toEqual(["user"]);
  await prefer(other, { sendKey: "ctrl-enter" });
  await expect.poll(() => foreign.changes().map((frame) => frame.data.kind)).toEqual(["user"]);
  expect(own.changes()).toHaveLength(1);
});

function letters(n: number) {
  return `${String.fromCharCode(97 + (n % 26))}${String.fromCharCode(97 + Math.floor(n / 26))}`;
}

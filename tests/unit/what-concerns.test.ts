import { expect, test } from "vitest";
import { isQuiet } from "@/components/notifications/is-quiet";
import { whatConcerns } from "@/components/notifications/what-concerns";
import type { LiveChange } from "@/lib/conversations/apply-change";
import { preferences as schema } from "@/lib/users/schema";

const now = new Date(2026, 6, 1, 12, 0);
const at = now.getTime();
const usual = schema.parse({});
const everything = { ...usual, notify: { ...usual.notify, unassigned: true } };
const me = { id: "me", name: "Yo" };
const luis = { id: "luis", name: "Luis" };

type Person = typeof me;
type Options = {
  assignee?: Person | null;
  status?: string;
  messageCount?: number;
  openedAt?: number;
};

const conversation = ({
  assignee = me,
  status = "open",
  messageCount = 4,
  openedAt = at,
}: Options) => ({
  id: "c1",
  assignee,
  status,
  messageCount,
  openedAt,
  updatedAt: at,
});

const change = (kind: string, options: Options = {}, message?: object) =>
  ({
    kind,
    conversationId: "c1",
    conversation: conversation(options),
    ...(message ? { message: { id: "m1", at, author: null, ...message } } : {}),
  }) as unknown as LiveChange;

const said = (options?: Options) => change("message", options, { direction: "in" });

const had = (assigneeId: string | undefined) => ({ assigneeId });
const situation = {
  me: "me",
  preferences: usual,
  before: had("me") as { assigneeId: string | undefined } | undefined,
  now,
  readingId: undefined as string | undefined,
  newsSince: 0,
};
type Situation = Partial<typeof situation>;

const kindOf = (given: LiveChange, different: Situation = {}) =>
  whatConcerns(given, { ...situation, ...different })?.kind ?? null;

test.each<[string, LiveChange, Situation, string | null]>([
  ["a customer of mine writes", said(), {}, "message"],
  ["a customer of mine writes after the close", said({ status: "closed" }), {}, "message"],
  ["somebody else's customer writes", said({ assignee: luis }), { before: had("luis") }, null],
  ["nobody's customer writes again", said({ assignee: null }), { before: had(undefined) }, null],
  ["an answer goes out", change("message", {}, { direction: "out", author: me }), {}, null],
  ["a note is written", change("message", {}, { direction: "note", author: luis }), {}, null],
  ["my conversation changes otherwise", change("conversation"), {}, null],
  ["a note names me", change("mention", { assignee: luis }, { author: luis }), {}, "mention"],
  ["a note of my own names me", change("mention", {}, { author: me }), {}, null],
  ["a mention whose note hasn't come", { kind: "mention", conversationId: "c1" }, {}, "mention"],
  ["one of Luis's becomes mine", change("conversation"), { before: had("luis") }, "assigned"],
  ["one of nobody's becomes mine", change("conversation"), { before: had(undefined) }, "assigned"],
  ["one I never saw is mine", change("conversation"), { before: undefined }, "assigned"],
  [
    "a closed one becomes mine",
    change("conversation", { status: "closed" }),
    { before: had("luis") },
    null,
  ],
  ["one of mine is Luis's now", change("conversation", { assignee: luis }), {}, null],
  ["a project changes", { kind: "project", projectId: "p1" }, {}, null],
])("%s", (_name, given, different, expected) => {
  expect(kindOf(given, { preferences: everything, ...different })).toBe(expected);
});

const free = (options: Options = {}) =>
  change("conversation", { assignee: null, messageCount: 1, ...options });

test.each<[string, LiveChange, Situation, string | null]>([
  ["a new one", free(), { before: undefined }, "unassigned"],
  [
    "a new one with its first message",
    said({ assignee: null, messageCount: 1 }),
    { before: undefined },
    "unassigned",
  ],
  ["a new one, a second time", free(), { before: had(undefined) }, null],
  ["one that Luis gives back", free({ messageCount: 9 }), { before: had("luis") }, "unassigned"],
  ["one that I give back", free(), { before: had("me") }, null],
  ["an old one that I haven't loaded", free({ messageCount: 9 }), { before: undefined }, null],
  [
    "one from this morning that I haven't loaded",
    free({ openedAt: at - 3_600_000 }),
    { before: undefined },
    null,
  ],
  ["one that is closing", free({ status: "closing" }), { before: undefined }, null],
])("unassigned: %s", (_name, given, different, expected) => {
  expect(kindOf(given, { ...different, preferences: everything })).toBe(expected);
  expect(kindOf(given, different), "off at first").toBeNull();
});

test("nothing of what is before one's eyes", () => {
  expect(kindOf(said(), { readingId: "c1" })).toBeNull();
  expect(kindOf(change("mention"), { readingId: "c1" })).toBeNull();
  expect(kindOf(said(), { readingId: "c2" })).toBe("message");
});

test("nothing that happened before one came back", () => {
  expect(kindOf(said(), { newsSince: at + 1 })).toBeNull();
  expect(kindOf(said(), { newsSince: at })).toBe("message");
  expect(kindOf(change("conversation"), { before: had("luis"), newsSince: at + 1 })).toBeNull();
});

test("what is switched off is not heard of", () => {
  const without = (notify: Partial<typeof usual.notify>) => ({
    preferences: { ...usual, notify: { ...usual.notify, ...notify } },
  });
  expect(kindOf(said(), without({ mine: false }))).toBeNull();
  expect(
    kindOf(change("conversation"), { before: had("luis"), ...without({ mine: false }) }),
  ).toBeNull();
  expect(kindOf(change("mention"), without({ mine: false }))).toBe("mention");
  expect(kindOf(change("mention"), without({ mentions: false }))).toBeNull();
});

test("nothing in the quiet hours", () => {
  const quiet = (from: string, to: string) => ({
    preferences: { ...usual, quietHours: { from, to } },
  });
  expect(kindOf(said(), quiet("11:00", "13:00"))).toBeNull();
  expect(kindOf(said(), quiet("13:00", "11:00"))).toBe("message");
});

test.each([
  ["22:00", "07:00", "21:59", false],
  ["22:00", "07:00", "22:00", true],
  ["22:00", "07:00", "23:59", true],
  ["22:00", "07:00", "00:00", true],
  ["22:00", "07:00", "06:59", true],
  ["22:00", "07:00", "07:00", false],
  ["13:00", "14:30", "12:59", false],
  ["13:00", "14:30", "13:00", true],
  ["13:00", "14:30", "14:29", true],
  ["13:00", "14:30", "14:30", false],
  ["00:00", "23:59", "23:58", true],
  ["08:00", "08:00", "08:00", false],
])("quiet from %s to %s: at %s it is %s", (from, to, clock, expected) => {
  const [hour = 0, minute = 0] = clock.split(":").map(Number);
  expect(isQuiet({ from, to }, new Date(2026, 0, 15, hour, minute))).toBe(expected);
  expect(isQuiet(null, new Date(2026, 0, 15, hour, minute))).toBe(false);
});

test("the clock on the wall decides in the night when it is put back", () => {
  const zone = process.env.TZ;
  process.env.TZ = "America/New_York";
  try {
    // 1:30 comes twice that night, an hour apart.
    const first = new Date("2026-11-01T05:30:00Z");
    const second = new Date("2026-11-01T06:30:00Z");
    expect([first.getHours(), second.getHours()]).toEqual([1, 1]);
    const hours = { from: "01:15", to: "01:45" };
    expect([isQuiet(hours, first), isQuiet(hours, second)]).toEqual([true, true]);
    expect(isQuiet({ from: "22:00", to: "02:00" }, new Date("2026-11-01T07:00:00Z"))).toBe(false);
  } finally {
    process.env.TZ = zone;
  }
});

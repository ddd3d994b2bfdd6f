import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Entry,
  findFirstUnread,
  toEntries,
  toParts,
} from "@/components/conversations/to-entries";
import type { Conversation, Message } from "@/lib/conversations/schema";
import type { Unposted } from "@/lib/messages/client";

const ana = { id: "ana", name: "Ana" };
const noon = new Date(2026, 4, 10, 12).getTime();
const minute = 60_000;

const message = (id: string, change: Partial<Message> = {}): Message => ({
  id,
  conversationId: "c1",
  jelouMessageId: id,
  direction: "in",
  type: "text",
  content: { body: id },
  author: null,
  at: noon,
  state: "received",
  error: null,
  clientId: null,
  ...change,
});

const ours = (id: string, state: string, change: Partial<Message> = {}) =>
  message(id, { direction: "out", author: ana, state, ...change });

const conversation = (change: Partial<Conversation> = {}) =>
  ({
    openedAt: noon,
    initialMessage: null,
    close: null,
    closedAt: null,
    endedReason: null,
    marked: null,
    ...change,
  }) as Conversation;

const unposted = (clientId: string): Unposted => ({
  outgoing: {
    conversationId: "c1",
    clientId,
    author: ana,
    content: { body: clientId },
    kind: "message",
    type: "text",
    body: { type: "text", text: clientId },
  },
  at: noon + minute,
  error: null,
});

const entriesOf = (items: Message[], facts: Partial<Parameters<typeof toEntries>[0]> = {}) =>
  toEntries({
    pages: [{ key: "newest", items }],
    conversation: undefined,
    isWhole: false,
    firstUnreadId: undefined,
    unposted: [],
    ...facts,
  });

const shown = (entries: Entry[]) =>
  entries.map((entry) => (entry.kind === "message" ? entry.message.id : entry.kind));

test("the start goes before the first words of the same moment, the end behind the last", () => {
  const ended = conversation({ closedAt: noon, endedReason: "EXPIRED" });
  const entries = entriesOf([message("a")], { conversation: ended, isWhole: true });
  expect(shown(entries)).toEqual(["day", "started", "a", "closed"]);
});

test("what happened before the first page that is loaded is left out until that is", () => {
  const reopened = conversation({ closedAt: noon - minute });
  expect(shown(entriesOf([message("a")], { conversation: reopened }))).toEqual(["day", "a"]);
  expect(shown(entriesOf([message("a")], { conversation: reopened, isWhole: true }))).toEqual([
    "day",
    "closed",
    "started",
    "a",
  ]);
});

test("a day begins at midnight where the reader is", () => {
  const midnight = new Date(2026, 4, 11).getTime();
  const entries = entriesOf([
    message("a", { at: midnight - 1 }),
    message("b", { at: midnight }),
    message("c", { at: midnight + minute }),
  ]);
  expect(shown(entries)).toEqual(["day", "a", "day", "b", "c"]);
});

test("a time that no calendar has is shown as the last one that has a date", () => {
  const [day, entry] = entriesOf([message("a", { at: Number.MAX_SAFE_INTEGER })]);
  expect(day?.kind).toBe("day");
  expect(() => new Date(entry!.at).toISOString()).not.toThrow();
});

test("what one person says in one go is joined; a note, another person and a pause are not", () => {
  const at = (n: number) => noon + n * minute;
  const entries = entriesOf([
    ours("a", "sent", { at: at(0) }),
    ours("b", "sent", { at: at(1) }),
    ours("c", "sent", { at: at(2), direction: "note" }),
    ours("d", "sent", { at: at(3), author: { id: "luz", name: "Luz" } }),
    ours("e", "sent", { at: at(9), author: { id: "luz", name: "Luz" } }),
  ]);
  const joints = entries.flatMap((each) =>
    each.kind === "message" ? [[each.message.id, each.isFirst, each.isLast]] : [],
  );
  expect(joints).toEqual([
    ["a", true, false],
    ["b", false, true],
    ["c", true, true],
    ["d", true, true],
    ["e", true, true],
  ]);
});

test("of what goes out the first is being sent, the next ones queue, and all behind a failed one wait for it", () => {
  const places = (states: string[]) =>
    entriesOf(states.map((state, index) => ours(String(index), state))).flatMap((each) =>
      each.kind === "message" && each.message.state === "queued" ? [each.place] : [],
    );
  expect(places(["sent", "queued", "queued", "queued"])).toEqual(["sending", "queued", "queued"]);
  expect(places(["failed", "queued", "queued"])).toEqual(["held", "held"]);
  expect(places(["discarded", "queued"])).toEqual(["sending"]);
});

test("what the desk hasn't taken stands behind all else, once, and keeps its key when it has been", () => {
  const before = entriesOf([message("a")], { unposted: [unposted("x"), unposted("y")] });
  expect(shown(before)).toEqual(["day", "a", "unposted", "unposted"]);
  const posted = ours("m1", "queued", { clientId: "x", at: noon + minute });
  const after = entriesOf([message("a"), posted], { unposted: [unposted("x"), unposted("y")] });
  expect(shown(after)).toEqual(["day", "a", "m1", "unposted"]);
  expect(after[2]?.key).toBe(before[2]?.key);
});

test("the line of what is new stands before the first unread message", () => {
  const items = [message("a"), message("c"), ours("b", "sent"), message("d")];
  const firstUnreadId = findFirstUnread(items, 2);
  expect(firstUnreadId).toBe("c");
  expect(shown(entriesOf(items, { firstUnreadId }))).toEqual(["day", "a", "new", "c", "b", "d"]);
  expect(findFirstUnread(items, 0)).toBeUndefined();
  expect(findFirstUnread(items, 9)).toBeUndefined();
});

test("earlier pages change neither the keys nor the parts of what is there", () => {
  const items = (page: number, count: number) =>
    Array.from({ length: count }, (_, n) => message(`${page}-${n}`, { at: noon + page * minute }));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 130 }), (old, young) => {
      const newest = { key: "newest", items: items(1, young) };
      const facts = { conversation: undefined, firstUnreadId: undefined, unposted: [] };
      const before = toParts(toEntries({ ...facts, pages: [newest], isWhole: false }));
      const earlier = { key: "cursor", items: items(0, old) };
      const after = toParts(toEntries({ ...facts, pages: [earlier, newest], isWhole: false }));
      const messagesOf = (parts: typeof after) =>
        parts.map(({ key, entries }) => [
          key,
          entries.flatMap((each) => (each.kind === "message" ? each.key : [])),
        ]);
      expect(messagesOf(after).slice(-before.length)).toEqual(messagesOf(before));
      const keys = after.flatMap(({ entries }) => entries.map(({ key }) => key));
      expect(new Set(keys).size).toBe(keys.length);
    }),
  );
});

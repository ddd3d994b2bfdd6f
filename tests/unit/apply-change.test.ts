import fc from "fast-check";
import { expect, test } from "vitest";
import {
  applyToList,
  applyToThread,
  type ListData,
  type ListFilter,
  matchesFilter,
  mergeConversation,
  type ThreadData,
} from "@/lib/conversations/apply-change";
import type { Conversation, Message } from "@/lib/conversations/schema";

const filter: ListFilter = {
  status: undefined,
  project: undefined,
  assignee: undefined,
  q: undefined,
  sort: "activity",
};

const row = (id: string, change: Partial<Conversation> = {}): Conversation => ({
  id,
  projectId: "p1",
  jelouConversationId: id,
  roomId: null,
  bot: { id: "b", name: "Bot" },
  contact: { id: "593991234567", name: "María Ñandú" },
  status: "open",
  close: null,
  lastMessage: null,
  messageCount: 0,
  waitingSince: null,
  wroteAfterClose: false,
  assignee: null,
  metadata: null,
  assignment: null,
  initialMessage: null,
  openedAt: 0,
  updatedAt: 0,
  activityAt: 0,
  closedAt: null,
  endedReason: null,
  marked: null,
  revision: 1,
  unread: 0,
  mentioned: false,
  lastInAt: null,
  unsent: 0,
  ...change,
});

const list = (pages: Conversation[][], nextCursor: string | null = null): ListData => ({
  pages: pages.map((items, index) => ({
    items,
    nextCursor: index === pages.length - 1 ? nextCursor : `${index}`,
    live: "e:1",
  })),
  pageParams: pages.map(() => undefined),
});

const idsOf = (data: ListData) => data.pages.map((page) => page.items.map((item) => item.id));

test("a changed row moves to where it now belongs, over page borders", () => {
  const data = list([
    [row("a", { activityAt: 40 }), row("b", { activityAt: 30 })],
    [row("c", { activityAt: 20 }), row("d", { activityAt: 10 })],
  ]);
  const next = applyToList(data, [row("d", { activityAt: 35, revision: 2 })], filter, "me");
  expect(idsOf(next)).toEqual([["a", "d", "b"], ["c"]]);
});

test("an older or equal revision changes nothing, not even the identity of the data", () => {
  const data = list([[row("a", { revision: 5 })]]);
  expect(applyToList(data, [row("a", { revision: 5, status: "closed" })], filter, "me")).toBe(data);
  expect(applyToList(data, [row("a", { revision: 4, status: "closed" })], filter, "me")).toBe(data);
});

test("a row that no longer matches leaves the list", () => {
  const data = list([[row("a"), row("b")]]);
  const closed = row("a", { status: "closed", revision: 2 });
  expect(idsOf(applyToList(data, [closed], filter, "me"))).toEqual([["b"]]);
  const wroteAfter = row("a", { status: "closed", wroteAfterClose: true, revision: 2 });
  expect(idsOf(applyToList(data, [wroteAfter], filter, "me")).flat()).toContain("a");
});

test("a row that belongs behind the last loaded page waits for the next page", () => {
  const behind = row("z", { activityAt: 1 });
  const loaded = [[row("a", { activityAt: 9 })]];
  expect(idsOf(applyToList(list(loaded, "more"), [behind], filter, "me"))).toEqual([["a"]]);
  expect(idsOf(applyToList(list(loaded), [behind], filter, "me"))).toEqual([["a", "z"]]);
});

test("the longest wait is first when one sorts by it, and who doesn't wait is last", () => {
  const waiting = { ...filter, sort: "waiting" as const };
  const data = list([[row("old", { waitingSince: 10 }), row("none")]]);
  const next = applyToList(data, [row("new", { waitingSince: 20, revision: 2 })], waiting, "me");
  expect(idsOf(next)).toEqual([["old", "new", "none"]]);
});

test("a search finds without case and accents, and by a part of the number", () => {
  for (const q of ["maria", "ÑANDU", "1234", "María Ñ"]) {
    expect(matchesFilter({ ...filter, q }, row("a"), "me"), q).toBe(true);
  }
  expect(matchesFilter({ ...filter, q: "pedro" }, row("a"), "me")).toBe(false);
});

test("assignee filters tell me, nobody and somebody apart", () => {
  const mine = row("a", { assignee: { id: "me", name: "Me" } });
  expect(matchesFilter({ ...filter, assignee: "me" }, mine, "me")).toBe(true);
  expect(matchesFilter({ ...filter, assignee: "me" }, row("b"), "me")).toBe(false);
  expect(matchesFilter({ ...filter, assignee: "none" }, mine, "me")).toBe(false);
  expect(matchesFilter({ ...filter, assignee: "other" }, mine, "me")).toBe(false);
});

test("what comes in counts as unread, unless it is before one's eyes", () => {
  const known = row("a", { messageCount: 3, unread: 1 });
  const { unread, ...shared } = row("a", { messageCount: 5, revision: 2 });
  expect(mergeConversation(known, shared, false).unread).toBe(unread + 3);
  expect(mergeConversation(known, shared, true).unread).toBe(0);
  expect(mergeConversation(known, { ...shared, revision: 1 }, false)).toBe(known);
});

test("after any changes, repeated or not, the list holds just what matches, in order", () => {
  const ids = ["a", "b", "c", "d"];
  const at = (id: string, revision: number) =>
    row(id, {
      revision,
      activityAt: (revision * 7 + id.charCodeAt(0) * 13) % 101,
      status: revision > 1 && (revision + id.charCodeAt(0)) % 3 === 0 ? "closed" : "open",
    });
  const change = fc.tuple(fc.constantFrom(...ids), fc.integer({ min: 2, max: 9 }));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 16 }), (changes) => {
      const inOrder = changes
        .map(([id, revision]) => at(id, revision))
        .sort((x, y) => x.revision - y.revision);
      const repeated = inOrder.flatMap((each) => [each, each]);
      const start = list([ids.map((id) => at(id, 1)).sort((x, y) => y.activityAt - x.activityAt)]);
      const items = applyToList(start, repeated, filter, "me").pages[0]!.items;
      const latest = ids.map((id) => inOrder.findLast((each) => each.id === id) ?? at(id, 1));
      const expected = latest.filter((each) => each.status === "open");
      expect(items.map((item) => item.id).sort()).toEqual(expected.map((each) => each.id));
      expect(items.map((item) => -item.activityAt)).toEqual(
        items.map((item) => -item.activityAt).sort((x, y) => x - y),
      );
    }),
  );
});

const message = (id: string, at: number, change: Partial<Message> = {}): Message => ({
  id,
  conversationId: "c",
  jelouMessageId: id,
  direction: "in",
  type: "text",
  content: { body: id },
  author: null,
  at,
  state: "received",
  error: null,
  clientId: null,
  ...change,
});

const thread = (items: Message[]): ThreadData => ({
  pages: [{ items, nextCursor: null }],
  pageParams: [undefined],
});

test("a message is put where its time belongs, once, and only into its own thread", () => {
  const data = thread([message("1", 10), message("3", 30)]);
  const late = { kind: "message", conversationId: "c", message: message("2", 20) };
  const next = applyToThread(data, [late, late], "c");
  expect(next.pages[0]!.items.map((item) => item.id)).toEqual(["1", "2", "3"]);
  expect(applyToThread(data, [late], "other")).toBe(data);
});

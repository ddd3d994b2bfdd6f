import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { followDraft } from "@/components/composing/follow-draft";
import { recallDraft } from "@/lib/messages/keep-draft";

const place = { userId: "u", conversationId: "c", kind: "answer" } as const;

type Put = { text: string; keepalive: boolean };

let puts: Put[];
/** How the desk takes the next ones; when there are none left it takes them at once. */
let answers: (() => Promise<Response>)[];

beforeEach(() => {
  puts = [];
  answers = [];
  vi.useFakeTimers();
  const kept = new Map<string, string>();
  const localStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  };
  vi.stubGlobal("window", { localStorage });
  vi.stubGlobal("fetch", async (_path: string, { body, keepalive }: RequestInit) => {
    const { text } = JSON.parse(String(body)) as { text: string };
    puts.push({ text, keepalive: keepalive ?? false });
    const answer = answers.shift();
    return answer ? answer() : new Response(null, { status: 204 });
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const rest = () => vi.advanceTimersByTimeAsync(1_000);

test("every letter is kept here at once, and the last text goes to the desk when one rests", async () => {
  const draft = followDraft(place);
  draft.merge(undefined);
  for (const text of ["H", "Ho", "Hol", "Hola"]) {
    draft.write(text);
    expect(recallDraft(place)?.text).toBe(text);
    await vi.advanceTimersByTimeAsync(300);
  }
  expect(puts).toEqual([]);
  await rest();
  expect(puts).toEqual([{ text: "Hola", keepalive: false }]);
  expect(recallDraft(place)).toMatchObject({ text: "Hola", isSaved: true });
  await rest();
  expect(puts).toHaveLength(1);
});

test("what is sent before one has rested costs the desk nothing, and nothing is left of it", async () => {
  const draft = followDraft(place);
  draft.merge(undefined);
  draft.write("Hola");
  draft.write("");
  await rest();
  draft.leave(true);
  expect(puts).toEqual([]);
  expect(recallDraft(place)).toBeUndefined();
});

test("who opens a conversation and leaves it before the desk has answered deletes nothing there", async () => {
  followDraft(place).leave(true);
  await rest();
  expect(puts).toEqual([]);
});

test("leaving sends it at once", async () => {
  const draft = followDraft(place);
  draft.write("Hola");
  draft.leave();
  expect(puts).toEqual([{ text: "Hola", keepalive: true }]);
});

test("while the desk is away it is tried again, and after a reload it is still there", async () => {
  const away = () => Promise.reject(new TypeError("Failed to fetch"));
  answers = [away, away];
  const draft = followDraft(place);
  draft.write("Hola");
  await rest();
  expect(recallDraft(place)).toMatchObject({ text: "Hola", isSaved: false });
  expect(followDraft(place).text()).toBe("Hola");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(puts.map(({ text }) => text)).toEqual(["Hola", "Hola", "Hola"]);
  expect(recallDraft(place)?.isSaved).toBe(true);
});

test("whoever has left for good doesn't write over what is written after him", async () => {
  let fail = (_reason: Error) => {};
  const away = () => Promise.reject(new TypeError("Failed to fetch"));
  answers = [() => new Promise((_resolve, reject) => (fail = reject)), away];
  const before = followDraft(place);
  before.write("Hola");
  await rest();
  before.leave(true);
  const after = followDraft(place);
  after.write("Hola, Carla");
  fail(new TypeError("Failed to fetch"));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(puts.map(({ text }) => text)).toEqual(["Hola", "Hola", "Hola, Carla"]);
});

test("one save at a time: what is written meanwhile comes after it, and wins", async () => {
  let take = (_response: Response) => {};
  answers = [
    () =>
      new Promise((resolve) => {
        take = resolve;
      }),
  ];
  const draft = followDraft(place);
  draft.write("uno");
  await rest();
  draft.write("dos");
  await rest();
  expect(puts.map(({ text }) => text)).toEqual(["uno"]);
  take(new Response(null, { status: 204 }));
  await rest();
  expect(puts.map(({ text }) => text)).toEqual(["uno", "dos"]);
  expect(recallDraft(place)).toMatchObject({ text: "dos", isSaved: true });
});

test("an answer that was asked for before something was written or saved can be told from a new one", async () => {
  let take = (_response: Response) => {};
  answers = [() => new Promise((resolve) => (take = resolve))];
  const draft = followDraft(place);
  const seen = [draft.edits()];
  draft.write("Hola");
  seen.push(draft.edits());
  await rest();
  seen.push(draft.edits());
  take(new Response(null, { status: 204 }));
  await rest();
  seen.push(draft.edits());
  expect(new Set(seen).size).toBe(4);
});

test("what another device has written is what one goes on from, and says when that was", async () => {
  const draft = followDraft(place);
  draft.merge({ kind: "answer", text: "del teléfono", updatedAt: 5 });
  expect([draft.text(), draft.foundAt()]).toEqual(["del teléfono", 5]);
  draft.write("del teléfono, y más");
  expect(draft.foundAt()).toBeNull();
  await rest();
  expect(puts).toHaveLength(1);
});

import type { Close, Conversation, Message } from "@/lib/conversations/schema";
import type { Unposted } from "@/lib/messages/client";

/** Where one that goes out stands: on its way, behind others, or behind one that has failed. */
export type Place = "sending" | "queued" | "held";

/** `part`: what of the thread it is drawn with. */
export type Entry = { key: string; at: number; part: string } & (
  | { kind: "day" | "new" }
  | { kind: "message"; message: Message; place: Place; isFirst: boolean; isLast: boolean }
  | { kind: "unposted"; unposted: Unposted }
  | { kind: "started"; words: string | null }
  | { kind: "closed"; close: Close | null; reason: string | null }
  | { kind: "marked"; name: string; note: string }
);

export type Facts = {
  /** The oldest first, each with its messages in their order. */
  pages: { key: string; items: Message[] }[];
  conversation: Conversation | undefined;
  /** Whether there is nothing before the first page. */
  isWhole: boolean;
  firstUnreadId: string | undefined;
  unposted: Unposted[];
};

const perPart = 25;
/** Jelou's times may be any number; beyond this one there are no dates. */
const latestTime = 8_639_999_900_000_000;
/** What one person says within so long is shown as one. */
const breathMs = 5 * 60_000;

/** Messages, what happened to the conversation, marks where a day and what is new begin, and what the desk hasn't taken. */
export function toEntries(facts: Facts): Entry[] {
  const entries: Entry[] = [];
  const events = eventsOf(facts);
  const posted = new Set<string>();
  const line = { failed: false, waiting: false };
  let day = { from: 0, to: 0 };
  const add = (entry: Entry) => {
    if (entry.at < day.from || entry.at >= day.to) {
      day = dayOf(entry.at);
      entries.push({ kind: "day", key: `day ${entry.key}`, at: entry.at, part: entry.part });
    }
    if (entry.kind === "message" && entry.message.id === facts.firstUnreadId)
      entries.push({ kind: "new", key: "new", at: entry.at, part: entry.part });
    entries.push(joined(entries, entry));
  };
  let part = "";
  for (const page of facts.pages) {
    for (const [index, message] of page.items.entries()) {
      part = `${page.key} ${Math.floor(index / perPart)}`;
      while (events[0] && isBefore(events[0], message)) add({ ...events.shift()!, part });
      const { author, clientId, id: key } = message;
      if (clientId !== null) posted.add(clientId);
      const place = placeOf(message, line);
      add({
        kind: "message",
        key: keyOf(author?.id, clientId) ?? key,
        at: Math.min(message.at, latestTime),
        part,
        message,
        place,
        isFirst: true,
        isLast: true,
      });
    }
  }
  for (const event of events) add({ ...event, part });
  for (const unposted of facts.unposted) {
    const { clientId, author } = unposted.outgoing;
    const key = keyOf(author.id, clientId) ?? "";
    if (!posted.has(clientId)) add({ kind: "unposted", key, at: unposted.at, part, unposted });
  }
  return entries;
}

/** Of the same time, the start goes before what is said and the end behind it. */
const isBefore = (event: Entry, { at }: Message) =>
  event.at < at || (event.kind === "started" && event.at === at);

/** Stays the same when the desk has taken what was posted. */
const keyOf = (authorId: string | undefined, clientId: string | null) =>
  clientId === null ? undefined : `${authorId} ${clientId}`;

function dayOf(at: number) {
  const date = new Date(at);
  const from = new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const to = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
  return { from, to };
}

function placeOf({ direction, state }: Message, line: { failed: boolean; waiting: boolean }) {
  if (direction !== "out") return "sending";
  if (state === "failed") line.failed = true;
  if (state !== "queued") return "sending";
  if (line.failed) return "held";
  const place = line.waiting ? "queued" : "sending";
  line.waiting = true;
  return place;
}

/** The entry, one with what the same person said just before. */
function joined(entries: Entry[], entry: Entry): Entry {
  const before = entries.at(-1);
  if (entry.kind !== "message" || before?.kind !== "message") return entry;
  const isSame =
    speakerOf(before.message) === speakerOf(entry.message) && entry.at - before.at < breathMs;
  if (!isSame) return entry;
  entries[entries.length - 1] = { ...before, isLast: false };
  return { ...entry, isFirst: false };
}

const speakerOf = ({ direction, author }: Message) => `${direction} ${author?.id}`;

function eventsOf({ conversation, isWhole, pages }: Facts): Entry[] {
  if (!conversation) return [];
  const { close, closedAt, endedReason, marked, openedAt, initialMessage: words } = conversation;
  const events: Entry[] = [];
  const part = "";
  if (isWhole) events.push({ kind: "started", key: "started", at: openedAt, part, words });
  const first = pages.find((page) => page.items.length > 0)?.items[0]?.at;
  if (closedAt !== null && (isWhole || first === undefined || closedAt >= first)) {
    const ours = close && ["accepted", "confirmed"].includes(close.state) ? close : null;
    const base = { key: "closed", at: closedAt, part };
    events.push(
      marked && endedReason === null
        ? { ...base, kind: "marked", name: marked.by.name, note: marked.note }
        : { ...base, kind: "closed", close: ours, reason: endedReason },
    );
  }
  return events.sort((a, b) => a.at - b.at);
}

/** Where to draw the line before what this agent hasn't read: before the first of so many that came in. */
export function findFirstUnread(messages: Message[], unread: number): string | undefined {
  let left = unread;
  for (let index = messages.length - 1; index >= 0 && left > 0; index -= 1) {
    const message = messages[index]!;
    if (message.direction === "in") left -= 1;
    if (left === 0) return message.id;
  }
  return undefined;
}

export type Part = { key: string; entries: Entry[] };

/** In the pieces that are drawn or left out together. */
export function toParts(entries: Entry[]): Part[] {
  const parts: Part[] = [];
  for (const entry of entries) {
    const last = parts.at(-1);
    if (last?.key === entry.part) last.entries.push(entry);
    else parts.push({ key: entry.part, entries: [entry] });
  }
  return parts;
}

import type { Close, Conversation, Message } from "@/lib/conversations/schema";

export type Entry = { key: string; at: number } & (
  | { kind: "day" }
  | { kind: "message"; message: Message }
  | { kind: "started"; words: string | null }
  | { kind: "closed"; close: Close | null; reason: string | null }
  | { kind: "marked"; name: string; note: string }
);

/** Messages, what happened to the conversation, and a mark where a day begins, in the order of time. */
export function toEntries(
  messages: Message[],
  conversation: Conversation | undefined,
  isWhole: boolean,
): Entry[] {
  const events = conversation ? eventsOf(conversation, isWhole) : [];
  const first = messages[0]?.at ?? Number.NEGATIVE_INFINITY;
  const entries: Entry[] = [
    ...messages.map(
      (message): Entry => ({ kind: "message", key: message.id, at: message.at, message }),
    ),
    ...events.filter((event) => isWhole || event.at >= first),
  ].sort((a, b) => a.at - b.at || rank(a) - rank(b));
  return entries.flatMap((entry, index) => {
    const before = entries[index - 1];
    const day = new Date(entry.at).toDateString();
    const isNewDay = !before || new Date(before.at).toDateString() !== day;
    return isNewDay
      ? [{ kind: "day", key: `day ${day}`, at: entry.at } satisfies Entry, entry]
      : [entry];
  });
}

function eventsOf(conversation: Conversation, isWhole: boolean): Entry[] {
  const { close, closedAt, endedReason, marked, openedAt, initialMessage } = conversation;
  const events: Entry[] = [];
  if (isWhole)
    events.push({ kind: "started", key: "started", at: openedAt, words: initialMessage });
  if (closedAt !== null) {
    const ours = close && ["accepted", "confirmed"].includes(close.state) ? close : null;
    events.push(
      marked && endedReason === null
        ? { kind: "marked", key: "marked", at: closedAt, name: marked.by.name, note: marked.note }
        : { kind: "closed", key: "closed", at: closedAt, close: ours, reason: endedReason },
    );
  }
  return events;
}

const rank = (entry: Entry) => (entry.kind === "started" ? 0 : entry.kind === "message" ? 1 : 2);

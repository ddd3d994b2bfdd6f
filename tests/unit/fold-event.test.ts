import fc from "fast-check";
import { expect, test } from "vitest";
import { deriveStatus } from "@/lib/conversations/derive-status";
import {
  blankConversation,
  type ConversationRow,
  capTime,
  foldEvent,
} from "@/lib/conversations/fold-event";
import type { JelouEvent } from "@/lib/jelou/from-jelou";

const arrivedAt = 1_800_000_000_000;

/** What `applyEvents` does with them, whose messages come once. */
function foldAll(events: JelouEvent[]): Omit<ConversationRow, "id"> {
  const seen = new Set<string>();
  const first = blankConversation("p", events[0]!, arrivedAt);
  const row = events.reduce((known, event) => {
    if (event.kind === "message" && seen.has(event.jelouMessageId)) return known;
    if (event.kind === "message") seen.add(event.jelouMessageId);
    return foldEvent(known, event, arrivedAt);
  }, first);
  const { id, ...rest } = deriveStatus(row);
  return rest;
}

const soon = fc.integer({ min: 0, max: 6 }).map((n) => arrivedAt - 10_000 + n * 1_000);
const at = fc.oneof(
  { weight: 8, arbitrary: soon },
  { weight: 1, arbitrary: fc.constantFrom(0, Number.MAX_SAFE_INTEGER, arrivedAt + 86_400_000) },
);
const few = fc.constantFrom("a", "b", "c");
const maybe = fc.option(few);
const common = {
  at,
  jelouConversationId: fc.constant("c1"),
  roomId: maybe,
  bot: fc.record({ id: few, name: maybe }),
  contact: fc.record({ id: few, name: maybe }),
};
const start = fc.record({
  ...common,
  kind: fc.constant("start" as const),
  initialMessage: maybe,
  metadata: maybe,
  assignment: maybe,
});
const close = fc.record({ ...common, kind: fc.constant("close" as const), reason: maybe });
const message = fc.record({
  ...common,
  kind: fc.constant("message" as const),
  jelouMessageId: fc.uuid(),
  type: fc.constant("text"),
  content: fc.constant({}),
  preview: few,
});
const events = fc
  .array(fc.oneof(start, close, message), { minLength: 1, maxLength: 8 })
  // Messages of one time stand in the order of their arrival; everything else may share its time.
  .map((list) => {
    const times = new Set<number>();
    const free = (at: number) => !times.has(at) && times.add(at);
    return list.filter((event) => event.kind !== "message" || free(capTime(event.at, arrivedAt)));
  })
  .filter((list) => list.length > 0);

test("any order of any events, with any of them repeated, gives the same row", () => {
  fc.assert(
    fc.property(
      events.chain((list) =>
        fc.tuple(
          fc.constant(list),
          fc.shuffledSubarray(list, { minLength: list.length }),
          fc.array(fc.constantFrom(...list), { maxLength: 4 }),
        ),
      ),
      ([given, shuffled, repeats]) => {
        expect(foldAll([...shuffled, ...repeats])).toEqual(foldAll(given));
      },
    ),
    { numRuns: 2_000 },
  );
});

const event = (more: { kind: JelouEvent["kind"]; at: number }): JelouEvent =>
  ({
    jelouConversationId: "c1",
    roomId: "room",
    bot: { id: "bot", name: null },
    contact: { id: "ana", name: null },
    reason: null,
    initialMessage: null,
    metadata: null,
    assignment: null,
    jelouMessageId: `m${more.at}`,
    type: "text",
    content: {},
    preview: "",
    ...more,
  }) as unknown as JelouEvent;

test.each([
  ["open until it is closed", [["start", 1]], "open", "open"],
  [
    "closed by a later close",
    [
      ["start", 1],
      ["close", 2],
    ],
    "closed",
    "closed",
  ],
  [
    "closed where both have one time",
    [
      ["start", 2],
      ["close", 2],
    ],
    "closed",
    "closed",
  ],
  [
    "open again by a later start",
    [
      ["start", 1],
      ["close", 2],
      ["start", 3],
    ],
    "open",
    "open",
  ],
  ["closed where only the close is known", [["close", 2]], "closed", "closed"],
  ["open where only a message is known", [["message", 2]], "open", "open"],
  [
    "closed though it was written to",
    [
      ["close", 2],
      ["message", 3],
    ],
    "closed",
    "after",
  ],
  [
    "closed with what was written before",
    [
      ["close", 2],
      ["message", 1],
    ],
    "closed",
    "closed",
  ],
] as const)("a conversation is %s", (_name, given, status, bucket) => {
  const list = given.map(([kind, at]) => event({ kind, at }));
  expect(foldAll(list)).toMatchObject({ status, bucket });
});

const closedByDesk = (more: Partial<ConversationRow>) => {
  const row = foldEvent(
    blankConversation("p", event({ kind: "start", at: 10 }), arrivedAt),
    event({ kind: "start", at: 10 }),
    arrivedAt,
  );
  return deriveStatus({ ...row, local_closed_at: 20, local_closed_as_of: 10, ...more });
};

test("what we closed ourselves is closed until a start that came later than we knew", () => {
  expect(closedByDesk({})).toMatchObject({ status: "closed", closed_at: 20 });
  expect(closedByDesk({ started_at: 11 })).toMatchObject({ status: "open", closed_at: null });
});

test("Jelou's own close time is the one that counts", () => {
  expect(closedByDesk({ ended_at: 15 })).toMatchObject({ status: "closed", closed_at: 15 });
});

test("what was written after the close is settled by who has seen to it", () => {
  expect(closedByDesk({ last_in_at: 25 }).bucket).toBe("after");
  expect(closedByDesk({ last_in_at: 25, attended_at: 25 }).bucket).toBe("closed");
  expect(closedByDesk({ last_in_at: 26, attended_at: 25 }).bucket).toBe("after");
});

test("a message from the far future, once seen to, doesn't hide those that follow", () => {
  const late = Date.UTC(3000, 0, 1);
  const soon = arrivedAt + 600_000;
  const closed = foldEvent(
    closedByDesk({}) as ConversationRow,
    event({ kind: "message", at: late }),
    arrivedAt,
  );
  const seen = deriveStatus({ ...closed, attended_at: closed.last_in_at });
  expect(seen.bucket).toBe("closed");
  const again = foldEvent(seen, event({ kind: "message", at: soon }), soon);
  expect(deriveStatus(again).bucket).toBe("after");
});

test("a planned close makes an open conversation closing, and a closed one stays closed", () => {
  expect(closedByDesk({ local_closed_at: null, close_active: 1 }).status).toBe("closing");
  expect(closedByDesk({ close_active: 1 }).status).toBe("closed");
});

test("who doesn't wait sorts behind everybody who does", () => {
  const idle = closedByDesk({ waiting_since: null });
  const waiting = closedByDesk({ waiting_since: arrivedAt });
  expect(idle.waiting_sort).toBeGreaterThan(waiting.waiting_sort);
});

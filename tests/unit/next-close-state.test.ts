import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CloseEvent,
  type CloseRow,
  nextCloseState,
  retryDelays,
} from "@/lib/conversations/next-close-state";
import { closeStates } from "@/lib/conversations/schema";

const now = 1_800_000_000_000;
type State = CloseRow["state"];

const settled = ["accepted", "confirmed", "refused", "cancelled", "superseded"];

function close(state: State, more: Partial<CloseRow> = {}): CloseRow {
  const sending = state === "sending";
  const active = settled.includes(state) ? 0 : 1;
  return {
    id: "c",
    project_id: "p",
    conversation_id: "v",
    state,
    active,
    message: null,
    note: null,
    requested_by: "u",
    requested_at: now - 5_000,
    as_of: 0,
    due_at: now,
    next_attempt_at: active && !sending ? now : null,
    lease_until: sending ? now + 30_000 : null,
    attempts: sending ? 1 : 0,
    round_attempts: sending ? 1 : 0,
    had_unknown: 0,
    last_status: null,
    last_error: null,
    settled_at: active ? null : now,
    reason_id: null,
    reason_name: null,
    bulk_id: null,
    sent_at: null,
    confirmed_at: null,
    confirmation: null,
    erase: 0,
    ...more,
  };
}

const called = (outcome: Extract<CloseEvent, { kind: "called" }>["outcome"]): CloseEvent => ({
  kind: "called",
  outcome,
});
const accepted = called({ kind: "accepted", status: 200, jelouConversationId: null });
const refused = called({ kind: "refused", status: 401, code: "unauthorized", message: "" });
const limited = called({ kind: "limited", status: 429, retryAfterMs: null, message: "" });
const unclear = called({ kind: "unclear", status: 500, code: "server_error", message: "" });
const unreachable = called({ kind: "unreachable", code: "dns", message: "" });
const other = called({ kind: "other_conversation", status: 200 });
const cannot: CloseEvent = { kind: "cannot_call", code: "no_credentials", message: "" };

const events: Record<string, CloseEvent> = {
  accepted,
  refused,
  limited,
  unclear,
  unreachable,
  other,
  cannot,
  interrupted: { kind: "interrupted" },
  webhook: { kind: "webhook" },
  cancel: { kind: "cancel" },
  newer: { kind: "newer_conversation" },
  retry: { kind: "retry" },
};

const unknownPlanned = close("unknown", { attempts: 1, round_attempts: 1, had_unknown: 1 });
const unknownLeft = {
  ...unknownPlanned,
  active: 0 as const,
  next_attempt_at: null,
  settled_at: now,
};

/** Row by row: from that state, what each event makes of it; the events that aren't named change nothing. */
const table: [string, CloseRow, Partial<Record<keyof typeof events, State>>][] = [
  [
    "waiting",
    close("waiting"),
    { cannot: "refused", webhook: "confirmed", cancel: "cancelled", newer: "superseded" },
  ],
  [
    "sending",
    close("sending"),
    {
      accepted: "accepted",
      refused: "refused",
      limited: "waiting",
      unclear: "unknown",
      unreachable: "waiting",
      other: "unknown",
      interrupted: "unknown",
      webhook: "confirmed",
    },
  ],
  [
    "sending after an unknown attempt",
    close("sending", { had_unknown: 1, attempts: 2, round_attempts: 2 }),
    {
      accepted: "accepted",
      refused: "unknown",
      limited: "unknown",
      unclear: "unknown",
      unreachable: "unknown",
      other: "unknown",
      interrupted: "unknown",
      webhook: "confirmed",
    },
  ],
  ["accepted", close("accepted"), { webhook: "confirmed" }],
  ["confirmed", close("confirmed"), {}],
  ["refused", close("refused"), { webhook: "confirmed", retry: "waiting" }],
  [
    "unknown with an attempt planned",
    unknownPlanned,
    {
      accepted: "accepted",
      cannot: "unknown",
      webhook: "confirmed",
      newer: "superseded",
      retry: "unknown",
    },
  ],
  ["unknown and left to people", unknownLeft, { webhook: "confirmed", retry: "unknown" }],
  ["cancelled", close("cancelled"), {}],
  ["superseded", close("superseded"), {}],
];

test("the table has every state", () => {
  expect(new Set(table.map(([, row]) => row.state))).toEqual(new Set(closeStates));
});

describe.each(table)("a close that is %s", (_name, row, next) => {
  test.each(Object.keys(events))("by %s", (name) => {
    expect(nextCloseState(row, events[name]!, now)?.state).toBe(next[name]);
  });
});

test("a settled close plans nothing, and one that plans is not settled", () => {
  for (const [, row] of table) {
    for (const event of Object.values(events)) {
      const after = { ...row, ...nextCloseState(row, event, now) };
      expect(after.active === 0).toBe(after.settled_at !== null);
      if (after.state !== "sending") expect(after.lease_until).toBeNull();
      if (after.active === 0) expect(after.next_attempt_at).toBeNull();
      if (after.active === 1 && after.state !== "sending")
        expect(after.next_attempt_at).not.toBeNull();
    }
  }
});

test.each([
  ["unclear", unclear, "unknown"],
  ["unreachable", unreachable, "refused"],
] as const)("after four more tries at growing pauses an %s close is left", (_name, event, end) => {
  let row = close("sending", { attempts: 0, round_attempts: 0 });
  const pauses: number[] = [];
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    row = { ...row, state: "sending", attempts: attempt, round_attempts: attempt };
    row = { ...row, ...nextCloseState(row, event, now) } as CloseRow;
    if (row.next_attempt_at !== null) pauses.push(row.next_attempt_at - now);
  }
  expect(pauses).toEqual([15_000, 30_000, 60_000, 120_000]);
  expect(pauses).toEqual(retryDelays);
  expect(row).toMatchObject({ state: end, active: 0, next_attempt_at: null, settled_at: now });
});

test("a person's retry begins a new round of tries", () => {
  const spent = { ...unknownLeft, attempts: 5, round_attempts: 5 };
  const again = nextCloseState(spent, { kind: "retry" }, now);
  expect(again).toMatchObject({
    active: 1,
    round_attempts: 0,
    next_attempt_at: now,
    settled_at: null,
  });
  expect(again).not.toHaveProperty("attempts");
});

test.each([
  [null, 5_000],
  [0, 1_000],
  [500, 1_000],
  [7_000, 7_000],
  [60_001, 60_000],
])("a 429 that says %s ms waits %s ms and counts as no attempt", (retryAfterMs, wait) => {
  const row = close("sending", { attempts: 3, round_attempts: 2 });
  const event = called({ kind: "limited", status: 429, retryAfterMs, message: "" });
  expect(nextCloseState(row, event, now)).toMatchObject({
    state: "waiting",
    next_attempt_at: now + wait,
    attempts: 2,
    round_attempts: 1,
  });
});

test.each([
  ["refused", {}],
  ["unknown", { had_unknown: 1 as const }],
])("429 for an hour leaves it %s", (state, more) => {
  const hour = 60 * 60_000;
  const asked = close("sending", { attempts: 1, round_attempts: 1, ...more });
  const last = (due_at: number) => nextCloseState({ ...asked, due_at }, limited, now);
  expect(last(now - hour + 1)?.next_attempt_at).toBe(now + 5_000);
  expect(last(now - hour)).toMatchObject({ state, active: 0, next_attempt_at: null });
  expect(JSON.parse(last(now - hour)?.last_error ?? "")).toMatchObject({ code: "rate_limited" });
});

test.each([
  ["from when it was made", 4, now - 1, now - 1 - 30_000 + 120_000],
  ["so that a late answer finds none before it", 1, now - 1, now + 5_000],
  ["so even after a long night", 1, now - 9 * 60 * 60_000, now + 5_000],
])("a call that was interrupted counts its pause %s", (_name, attempts, lease_until, at) => {
  const row = close("sending", { attempts, round_attempts: attempts, lease_until });
  expect(nextCloseState(row, { kind: "interrupted" }, now)?.next_attempt_at).toBe(at);
});

test("Jelou's word on a close that was never sent says that it ended elsewhere", () => {
  const ended = (row: CloseRow) =>
    nextCloseState(row, { kind: "webhook" }, now)?.last_error ?? null;
  expect(ended(close("waiting"))).toContain("closed_elsewhere");
  expect(ended(close("waiting", { attempts: 1 }))).toBeNull();
  expect(ended(close("refused", { attempts: 1 }))).toBeNull();
});

test("once an attempt is unknown, no story ends in refused or waiting, and none loses its webhook", () => {
  const names = Object.keys(events);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...names), { maxLength: 20 }), (story) => {
      let row: CloseRow = close("waiting");
      for (const name of story) {
        const sends = ["waiting", "unknown"].includes(row.state) && row.active === 1;
        if (sends && !["cannot", "newer", "cancel", "webhook", "retry"].includes(name)) {
          const [attempts, round_attempts] = [row.attempts + 1, row.round_attempts + 1];
          row = { ...row, state: "sending", attempts, round_attempts, next_attempt_at: null };
        }
        row = { ...row, ...nextCloseState(row, events[name]!, now) } as CloseRow;
        if (row.had_unknown) expect(["refused", "waiting", "cancelled"]).not.toContain(row.state);
        expect(row.attempts).toBeGreaterThanOrEqual(0);
        if (name === "webhook" && !["cancelled", "superseded"].includes(row.state))
          expect(row.state).toBe("confirmed");
      }
    }),
    { numRuns: 2_000 },
  );
});

import type { Selectable, Updateable } from "kysely";
import type { Closes } from "@/lib/db/closing-schema";
import type { CloseOutcome } from "@/lib/jelou/close-conversation";

export type CloseRow = Selectable<Closes>;
type Patch = Updateable<Closes>;

/** How long after an attempt that nobody can judge the next one follows; then it is left to people. */
export const retryDelays = [15_000, 30_000, 60_000, 120_000];
/** How long a call may take before another desk may take the close over. */
export const leaseTime = 30_000;
/** A desk that only the database had left needs so long to say what its call came to, before the next one is made. */
const lateAnswerTime = 5_000;
const longestWait = 60_000;
const usualWait = 5_000;
/** How long 429 after 429 may put a close off before people are told. */
const longestLimited = 60 * 60_000;

export type CloseEvent =
  | { kind: "called"; outcome: CloseOutcome | { kind: "other_conversation"; status: number } }
  | { kind: "interrupted" }
  | { kind: "webhook" }
  | { kind: "cancel" }
  /** Nobody wants a further attempt; what has been tried stands. */
  | { kind: "abandon" }
  | { kind: "newer_conversation" }
  | { kind: "cannot_call"; code: string; message: string }
  | { kind: "retry" };

/** What the close becomes by an event, or undefined where the event changes nothing or isn't allowed. */
export function nextCloseState(close: CloseRow, event: CloseEvent, now: number): Patch | undefined {
  switch (event.kind) {
    case "called":
      // Jelou's yes is good even where the lease was over before it could be written down.
      return close.state === "sending" || (isUnclear(close) && event.outcome.kind === "accepted")
        ? afterCall(close, event.outcome, now)
        : undefined;
    case "interrupted":
      return close.state === "sending"
        ? // As if the call had failed when it was made: after a restart the next one isn't delayed twice.
          unclear(
            close,
            { code: "interrupted", message: "", status: null },
            (close.lease_until ?? now) - leaseTime,
            now + lateAnswerTime,
          )
        : undefined;
    case "webhook":
      return afterWebhook(close, now);
    case "cancel":
      return close.state === "waiting"
        ? settle(close.had_unknown ? "unknown" : "cancelled", now)
        : undefined;
    case "abandon":
      return isDue(close) ? settle(close.had_unknown ? "unknown" : "cancelled", now) : undefined;
    case "newer_conversation":
      return isDue(close)
        ? { ...settle("superseded", now), last_error: supersededError(close.had_unknown) }
        : undefined;
    case "cannot_call":
      return isDue(close)
        ? {
            ...settle(close.had_unknown ? "unknown" : "refused", now),
            last_error: errorText(event.code, event.message),
          }
        : undefined;
    case "retry":
      return close.state === "refused" || close.state === "unknown"
        ? {
            state: close.state === "refused" ? "waiting" : "unknown",
            active: 1,
            round_attempts: 0,
            due_at: now,
            next_attempt_at: now,
            settled_at: null,
          }
        : undefined;
  }
}

/**
 * What `had_unknown` of a close begins as: a call for the one before may have ended this conversation already, and then
 * neither a refusal nor an undo says that it is open.
 */
export const isInDoubt = (before: CloseRow | undefined, startedAt: number | null): 0 | 1 =>
  before?.had_unknown && (startedAt ?? 0) <= before.as_of ? 1 : 0;

/** Nobody knows what the last call came to, and another one is planned. */
const isUnclear = (close: CloseRow) => close.state === "unknown" && close.active === 1;

const isDue = (close: CloseRow) => close.state === "waiting" || isUnclear(close);

function afterCall(
  close: CloseRow,
  outcome: Extract<CloseEvent, { kind: "called" }>["outcome"],
  now: number,
): Patch {
  switch (outcome.kind) {
    case "accepted":
      return { ...settle("accepted", now), last_status: outcome.status, last_error: null };
    case "other_conversation":
      return unclear(close, { ...outcome, code: "other_conversation", message: "" }, now);
    case "unclear":
      return unclear(close, outcome, now);
    case "refused": {
      const state = close.had_unknown ? "unknown" : "refused";
      const last_error = errorText(outcome.code, outcome.message, outcome.fields);
      return { ...settle(state, now), last_status: outcome.status, last_error };
    }
    case "limited": {
      if (now - close.due_at >= longestLimited) {
        return {
          ...settle(close.had_unknown ? "unknown" : "refused", now),
          last_status: outcome.status,
          last_error: errorText("rate_limited", outcome.message),
        };
      }
      const wait = Math.min(outcome.retryAfterMs ?? usualWait, longestWait);
      return {
        ...plan(close, now + Math.max(wait, 1_000)),
        attempts: close.attempts - 1,
        round_attempts: close.round_attempts - 1,
        last_status: outcome.status,
        last_error: errorText("rate_limited", outcome.message),
      };
    }
    case "unreachable": {
      const delay = retryDelays[close.round_attempts - 1];
      const next =
        delay === undefined
          ? settle(close.had_unknown ? "unknown" : "refused", now)
          : plan(close, now + delay);
      return {
        ...next,
        last_status: null,
        last_error: errorText(`unreachable_${outcome.code}`, outcome.message),
      };
    }
  }
}

function afterWebhook(close: CloseRow, now: number): Patch | undefined {
  if (["cancelled", "confirmed"].includes(close.state)) return undefined;
  // A newer conversation stopped the next attempt only: the call before it may have ended this one.
  if (close.state === "superseded" && !close.had_unknown) return undefined;
  const neverCalled = close.state === "waiting" && close.attempts === 0;
  return {
    ...settle("confirmed", now),
    confirmed_at: now,
    last_error: neverCalled ? errorText("closed_elsewhere", "") : null,
  };
}

function unclear(
  close: CloseRow,
  failure: { code: string; message: string; status: number | null },
  now: number,
  notBefore = 0,
): Patch {
  const delay = retryDelays[close.round_attempts - 1];
  const next =
    delay === undefined
      ? settle("unknown", now)
      : { ...planned(Math.max(now + delay, notBefore)), state: "unknown" as const };
  const last_error = errorText(failure.code, failure.message);
  return { ...next, had_unknown: 1, last_status: failure.status, last_error };
}

/** An attempt that reached nobody goes back to where it came from. */
const plan = (close: CloseRow, at: number): Patch => ({
  ...planned(at),
  state: close.had_unknown ? "unknown" : "waiting",
});

const planned = (at: number): Patch => ({
  active: 1,
  next_attempt_at: at,
  lease_until: null,
  settled_at: null,
});

const settle = (state: CloseRow["state"], now: number): Patch => ({
  state,
  active: 0,
  next_attempt_at: null,
  lease_until: null,
  settled_at: now,
});

/** An earlier call of ours may have closed it: then it can't be said that it wasn't. */
export const supersededError = (hadUnknown: CloseRow["had_unknown"]) =>
  errorText(hadUnknown ? "in_doubt" : "superseded", "");

const errorText = (code: string, message: string, fields?: Record<string, string[]>) =>
  JSON.stringify({ code, message, ...(fields ? { fields } : {}) });

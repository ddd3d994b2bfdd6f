import type { CallOutcome } from "@/lib/jelou/call-gateway";

/** So long a message is tried, from its first attempt on, before people have to look at it. */
export const longestTry = 60_000;
/** Sending twice is safe, since Jelou knows a message by its id: what came to no clear end is simply sent again. */
const retryDelays = [1_000, 3_000, 8_000, 15_000];
/** What is left of the minute must do for an answer, or it isn't worth a call. */
const shortestCall = 2_000;

type Settled = {
  state: "sent" | "failed" | "queued";
  error: string | null;
  /** Null where no further attempt is planned. */
  next_attempt_at: number | null;
};

/** What a message becomes by the outcome of an attempt, `attempts` of them in this round. Times in ms since 1970. */
export function afterSending(
  { attempts, giveUpAt }: { attempts: number; giveUpAt: number },
  outcome: CallOutcome,
  now: number,
): Settled {
  if (outcome.kind === "accepted") return { state: "sent", error: null, next_attempt_at: null };
  const error = JSON.stringify({ code: codeOf(outcome), message: outcome.message });
  const lastStart = giveUpAt - shortestCall;
  if (outcome.kind === "refused" || now >= lastStart)
    return { state: "failed", error, next_attempt_at: null };
  const delay =
    (outcome.kind === "limited" ? outcome.retryAfterMs : null) ??
    retryDelays[attempts - 1] ??
    retryDelays.at(-1)!;
  const next = now + Math.max(delay, retryDelays[0]!);
  return { state: "queued", error, next_attempt_at: Math.min(next, lastStart) };
}

function codeOf(outcome: Exclude<CallOutcome, { kind: "accepted" }>) {
  if (outcome.kind === "limited") return "rate_limited";
  return outcome.kind === "unreachable" ? `unreachable_${outcome.code}` : outcome.code;
}

/** How long one attempt may take: never past the minute, but for one that a desk makes which was away meanwhile. */
export const timeForCall = (giveUpAt: number, now: number, timeoutMs: number) =>
  giveUpAt - now < shortestCall ? timeoutMs : Math.min(timeoutMs, giveUpAt - now);

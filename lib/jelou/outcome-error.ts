import { AppError } from "@/lib/errors";
import type { CallOutcome } from "./call-gateway";

type Words = { refused: string; unreachable: string; unclear: string };

/** What whoever asked for a call is told when Jelou did not do it: our `words`, its code as `cause` and Jelou's own. */
export function failureOf(outcome: Exclude<CallOutcome, { kind: "accepted" }>, words: Words) {
  const code = outcome.kind === "limited" ? "rate_limited" : outcome.code;
  const detail = { cause: code, words: wordsOf(outcome) };
  switch (outcome.kind) {
    case "refused":
      return new AppError("upstream_failed", words.refused, { detail });
    case "limited":
      return new AppError("too_many_requests", "Jelou asks to wait. Try again in a minute.", {
        detail,
      });
    case "unreachable":
      return new AppError("upstream_failed", words.unreachable, { detail });
    case "unclear":
      return new AppError("upstream_timeout", words.unclear, { detail });
  }
}

function wordsOf(outcome: Exclude<CallOutcome, { kind: "accepted" }>) {
  const fields = outcome.kind === "refused" ? (outcome.fields ?? {}) : {};
  const lines = Object.entries(fields).map(([path, words]) => `${path}: ${words.join(" ")}`);
  return [outcome.message, ...lines].filter((line) => line !== "").join(" · ");
}

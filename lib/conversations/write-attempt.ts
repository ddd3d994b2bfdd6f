import type { Tx } from "@/lib/db/open";
import { appendLive } from "@/lib/live/write";
import { metrics } from "@/lib/metrics";
import type { CloseEvent, CloseRow } from "./next-close-state";
import type { Attempt } from "./schema";

type Outcome = Extract<CloseEvent, { kind: "called" }>["outcome"];

/** A call that is about to be made: as long as no answer has been seen it says so. */
export async function beginAttempt(tx: Tx, close: CloseRow, now: number) {
  await tx
    .insertInto("close_attempts")
    .values({
      close_id: close.id,
      started_at: now,
      project_id: close.project_id,
      bulk_id: close.bulk_id,
      outcome: "unanswered" satisfies Attempt["outcome"],
    })
    .execute();
}

/** What the call came to, also when the close was settled meanwhile. */
export async function endAttempt(tx: Tx, close: CloseRow, outcome: Outcome, now: number) {
  metrics().attempts.inc({ kind: "close", outcome: outcome.kind });
  await tx
    .updateTable("close_attempts")
    .set({ ended_at: now, ...readOutcome(outcome) })
    .where("close_id", "=", close.id)
    .where("started_at", "=", close.sent_at ?? 0)
    .execute();
}

function readOutcome(outcome: Outcome): {
  outcome: Attempt["outcome"];
  status: number | null;
  error: string | null;
} {
  switch (outcome.kind) {
    case "accepted":
      return { outcome: "accepted", status: outcome.status, error: null };
    case "other_conversation":
      return {
        outcome: "unclear",
        status: outcome.status,
        error: JSON.stringify({ code: "other_conversation", message: "" }),
      };
    case "limited":
      return {
        outcome: "limited",
        status: outcome.status,
        error: JSON.stringify({ code: "rate_limited", message: outcome.message }),
      };
    case "unreachable": {
      const error = { code: `unreachable_${outcome.code}`, message: outcome.message };
      return { outcome: "unreachable", status: null, error: JSON.stringify(error) };
    }
    case "refused":
    case "unclear": {
      const { kind, status, ...error } = outcome;
      return { outcome: kind, status, error: JSON.stringify(error) };
    }
  }
}

const mostUnauthorized = 5;

/**
 * Pauses a project's closes when its bulk closes have been answered 401 so often in a row: the next thousand would be as
 * well. New credentials take it back.
 */
export async function pauseIfUnauthorized(tx: Tx, projectId: string, now: number) {
  const project = await tx
    .selectFrom("projects")
    .select(["updated_at", "closes_paused"])
    .where("id", "=", projectId)
    .executeTakeFirstOrThrow();
  if (project.closes_paused) return;
  const latest = await tx
    .selectFrom("close_attempts")
    .select("status")
    .where("project_id", "=", projectId)
    .where("bulk_id", "is not", null)
    .where("started_at", ">=", project.updated_at)
    // Others are under way all the time; what they come to isn't known yet.
    .where("ended_at", "is not", null)
    .orderBy("ended_at", "desc")
    .limit(mostUnauthorized)
    .execute();
  if (latest.length < mostUnauthorized || latest.some((each) => each.status !== 401)) return;
  await tx
    .updateTable("projects")
    .set({ closes_paused: 1, closes_paused_because: "unauthorized", updated_at: now })
    .where("id", "=", projectId)
    .execute();
  await appendLive(tx, [{ kind: "project", project_id: projectId }], now);
}

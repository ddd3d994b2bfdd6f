import { type Expression, type ExpressionBuilder, type SqlBool, sql } from "kysely";
import { confirmationDueMs } from "@/lib/conversations/describe-close";
import type { Database } from "@/lib/db/schema";
import type { LogFilter } from "./input";
import type { LogState } from "./schema";

export type Narrowing = (eb: ExpressionBuilder<Database, "closes">) => Expression<SqlBool>;

/** In the words of the partial index closes_unsure, or no planner sees that it serves. */
export const isUnsure = sql<boolean>`state in ('refused', 'unknown', 'accepted')`;

export const isFailed = sql<boolean>`state in ('refused', 'unknown')`;

/** Accepted, and the confirmation is missing. */
export const isUnconfirmed = (asOf: number) =>
  sql<boolean>`(state = 'accepted' and coalesce(settled_at, ${asOf}) < ${asOf - confirmationDueMs})`;

/** Unconfirmed, or failed for good while nothing else has been done about the conversation. */
export const needsAttention = (asOf: number) =>
  sql<boolean>`(${isUnconfirmed(asOf)} or (${isFailed} and next_attempt_at is null and exists (
    select 1 from conversations where conversations.id = closes.conversation_id
    and conversations.close_id = closes.id and conversations.status <> 'closed')))`;

/** What a filter says of a close by itself; project and time are the walk's. */
export const narrowBy =
  ({ agent, reason, state }: LogFilter, asOf: number): Narrowing =>
  (eb) =>
    eb.and([
      ...(agent === undefined ? [] : [eb("requested_by", "=", agent)]),
      ...(reason === undefined
        ? []
        : reason === "none"
          ? [eb("reason_name", "is", null)]
          : [eb.or([eb("reason_id", "=", reason), eb("reason_name", "=", reason)])]),
      ...(state === undefined ? [] : [ofState(state, asOf)(eb)]),
    ]);

const ofState =
  (state: LogState, asOf: number): Narrowing =>
  (eb) => {
    switch (state) {
      case "failed":
        return eb.and([isUnsure, isFailed]);
      case "unconfirmed":
        return eb.and([isUnsure, isUnconfirmed(asOf)]);
      case "accepted":
      case "refused":
      case "unknown":
        return eb.and([isUnsure, eb("state", "=", state)]);
      case "waiting":
      case "sending":
      case "confirmed":
      case "cancelled":
      case "superseded":
        return eb("state", "=", state);
    }
  };

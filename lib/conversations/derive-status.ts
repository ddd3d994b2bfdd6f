import { foldText } from "@/lib/i18n/fold-text";
import type { ConversationRow } from "./fold-event";

/** Sorts behind everything that waits. */
const notWaiting = Number.MAX_SAFE_INTEGER;

/**
 * Fills in all that follows from the facts of a row. Closed is what Jelou said (its latest close is not before its
 * latest start), or what we know by ourselves (an accepted close, a mark) as long as no later start has come.
 */
export function deriveStatus(row: ConversationRow): ConversationRow {
  const byJelou = row.ended_at !== null && row.ended_at >= (row.started_at ?? 0);
  const byDesk =
    row.local_closed_at !== null && (row.started_at ?? 0) <= (row.local_closed_as_of ?? 0);
  const closed = byJelou || byDesk;
  const closedAt = byJelou ? row.ended_at : byDesk ? row.local_closed_at : null;
  const wroteAfter =
    closed &&
    row.last_in_at !== null &&
    row.last_in_at > (closedAt ?? 0) &&
    row.last_in_at > (row.attended_at ?? -1);
  const status = closed ? "closed" : row.close_active ? "closing" : "open";
  // A later start makes our word, and who gave it, a thing of the past.
  const overtaken = row.local_closed_at !== null && !byDesk;
  return {
    ...row,
    ...(overtaken ? noWord : {}),
    status,
    bucket: wroteAfter ? "after" : status,
    closed_at: closedAt,
    waiting_sort: row.waiting_since ?? notWaiting,
    search_text: foldText([row.contact_name ?? "", row.contact_id].join(" ")),
  };
}

const noWord = {
  local_closed_at: null,
  local_closed_as_of: null,
  marked_by: null,
  marked_note: null,
};

/** A customer's message before this provider time is no longer waited upon: it was answered, or the conversation closed. */
export const answeredUntil = (row: ConversationRow) =>
  Math.max(
    row.last_out_at ?? -1,
    row.ended_at ?? -1,
    row.local_closed_at ?? -1,
    row.attended_at ?? -1,
  );

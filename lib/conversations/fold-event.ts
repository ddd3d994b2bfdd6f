import type { Selectable } from "kysely";
import { v7 as uuid } from "uuid";
import type { Conversations } from "@/lib/db/schema";
import type { JelouEvent } from "@/lib/jelou/from-jelou";

export type ConversationRow = Omit<Selectable<Conversations>, "n">;

/** How far in the future a provider's time may move a row in a list. */
const sortSlack = 5 * 60_000;

export const capTime = (at: number, arrivedAt: number) => Math.min(at, arrivedAt + sortSlack);

/** What comes before the first event; `deriveStatus` fills in what is computed. */
export function blankConversation(
  projectId: string,
  event: JelouEvent,
  arrivedAt: number,
): ConversationRow {
  return {
    id: uuid(),
    project_id: projectId,
    jelou_id: event.jelouConversationId,
    room_id: event.roomId,
    bot_id: event.bot.id,
    bot_name: null,
    bot_named_at: null,
    contact_id: event.contact.id,
    contact_name: null,
    contact_named_at: null,
    identified_at: event.at,
    first_event_at: event.at,
    last_event_at: event.at,
    started_at: null,
    ended_at: null,
    ended_reason: null,
    initial_message: null,
    metadata: null,
    assignment: null,
    in_count: 0,
    last_in_at: null,
    last_out_at: null,
    last_message: null,
    waiting_since: null,
    assignee_id: null,
    close_id: null,
    close_active: 0,
    local_closed_at: null,
    local_closed_as_of: null,
    marked_by: null,
    marked_note: null,
    attended_at: null,
    status: "open",
    bucket: "open",
    closed_at: null,
    opened_at: capTime(event.at, arrivedAt),
    activity_at: capTime(event.at, arrivedAt),
    waiting_sort: 0,
    search_text: "",
    updated_at: arrivedAt,
    revision: 0,
  };
}

/**
 * Adds one event to what is known. Every register keeps the largest (or smallest) provider time it has seen, so the
 * outcome doesn't depend on the order of the events. `waiting_since` is left to who can look at the messages.
 */
export function foldEvent(
  row: ConversationRow,
  event: JelouEvent,
  arrivedAt: number,
): ConversationRow {
  const next = { ...row };
  const sortAt = capTime(event.at, arrivedAt);
  if (event.at >= row.identified_at) {
    next.identified_at = event.at;
    next.room_id = event.roomId ?? row.room_id;
    next.bot_id = event.bot.id;
    next.contact_id = event.contact.id;
  }
  if (event.bot.name !== null && event.at >= (row.bot_named_at ?? 0)) {
    next.bot_name = event.bot.name;
    next.bot_named_at = event.at;
  }
  if (event.contact.name !== null && event.at >= (row.contact_named_at ?? 0)) {
    next.contact_name = event.contact.name;
    next.contact_named_at = event.at;
  }
  next.first_event_at = Math.min(row.first_event_at, event.at);
  next.last_event_at = Math.max(row.last_event_at, event.at);
  next.opened_at = Math.min(row.opened_at, sortAt);
  next.activity_at = Math.max(row.activity_at, sortAt);
  if (event.kind === "start" && event.at >= (row.started_at ?? 0)) {
    next.started_at = event.at;
    next.initial_message = event.initialMessage;
    next.metadata = event.metadata;
    next.assignment = event.assignment;
  }
  if (event.kind === "close" && event.at >= (row.ended_at ?? 0)) {
    next.ended_at = event.at;
    next.ended_reason = event.reason;
  }
  if (event.kind === "message") {
    next.in_count = row.in_count + 1;
    next.last_in_at = Math.max(row.last_in_at ?? 0, event.at);
    const last =
      row.last_message === null ? null : (JSON.parse(row.last_message) as { at: number });
    if (!last || sortAt >= last.at) {
      const { type, preview } = event;
      next.last_message = JSON.stringify({ direction: "in", type, preview, at: sortAt });
    }
  }
  return next;
}

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
    warned_at: null,
    unsent: 0,
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

/** Later wins. Of two at one time the greater text does, so that it isn't the order of their arrival that decides. */
const wins = (at: number, text: string | null, knownAt: number | null, known: string | null) =>
  knownAt === null || at > knownAt || (at === knownAt && (text ?? "") > (known ?? ""));

/** Whose ids count: those of the latest event that names a room, or of the latest where none does. */
function identifies({ at, roomId, bot, contact }: JelouEvent, row: ConversationRow) {
  if ((roomId === null) !== (row.room_id === null)) return roomId !== null;
  const known = JSON.stringify([row.room_id, row.bot_id, row.contact_id]);
  return wins(at, JSON.stringify([roomId, bot.id, contact.id]), row.identified_at, known);
}

const startText = (event: Extract<JelouEvent, { kind: "start" }>) =>
  JSON.stringify([event.initialMessage, event.metadata, event.assignment]);

const rowStartText = (row: ConversationRow) =>
  JSON.stringify([row.initial_message, row.metadata, row.assignment]);

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
  if (identifies(event, row)) {
    next.identified_at = event.at;
    next.room_id = event.roomId;
    next.bot_id = event.bot.id;
    next.contact_id = event.contact.id;
  }
  const { bot, contact } = event;
  if (bot.name !== null && wins(event.at, bot.name, row.bot_named_at, row.bot_name)) {
    next.bot_name = bot.name;
    next.bot_named_at = event.at;
  }
  if (
    contact.name !== null &&
    wins(event.at, contact.name, row.contact_named_at, row.contact_name)
  ) {
    next.contact_name = contact.name;
    next.contact_named_at = event.at;
  }
  next.first_event_at = Math.min(row.first_event_at, event.at);
  next.last_event_at = Math.max(row.last_event_at, event.at);
  next.opened_at = Math.min(row.opened_at, sortAt);
  next.activity_at = Math.max(row.activity_at, sortAt);
  if (
    event.kind === "start" &&
    wins(event.at, startText(event), row.started_at, rowStartText(row))
  ) {
    next.started_at = event.at;
    next.initial_message = event.initialMessage;
    next.metadata = event.metadata;
    next.assignment = event.assignment;
  }
  if (event.kind === "close" && wins(event.at, event.reason, row.ended_at, row.ended_reason)) {
    next.ended_at = event.at;
    next.ended_reason = event.reason;
  }
  if (event.kind === "message") {
    next.in_count = row.in_count + 1;
    next.last_in_at = Math.max(row.last_in_at ?? 0, sortAt);
    const last =
      row.last_message === null ? null : (JSON.parse(row.last_message) as { at: number });
    if (!last || sortAt >= last.at) {
      const { type, preview } = event;
      next.last_message = JSON.stringify({ direction: "in", type, preview, at: sortAt });
    }
  }
  return next;
}

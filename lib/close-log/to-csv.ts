import { type Columns, toIso } from "@/lib/http/stream-csv";
import type { LogEntry } from "./schema";

export const csvColumns: Columns<LogEntry> = {
  requested_at: ({ close }) => toIso(close.requestedAt),
  project: ({ projectName }) => projectName,
  conversation_id: ({ close }) => close.conversationId,
  contact_id: ({ contact }) => contact.id,
  contact_name: ({ contact }) => contact.name,
  agent: ({ close }) => close.requestedBy.name,
  reason: ({ close }) => close.reason?.name ?? null,
  message_type: ({ close }) => close.message?.type ?? "none",
  message_text: ({ close: { message } }) => (message?.type === "text" ? message.text : null),
  template_or_route: ({ close: { message } }) =>
    (message?.type === "text" ? message.template?.name : message?.route?.name) ?? null,
  note: ({ close }) => close.note,
  state: ({ close }) => close.state,
  attempts: ({ close }) => close.attempts,
  last_status: ({ close }) => close.lastStatus,
  error_code: ({ close }) => close.lastError?.code ?? null,
  error_message: ({ close }) => close.lastError?.message ?? null,
  settled_at: ({ close }) => toIso(close.settledAt),
  confirmed_at: ({ close }) => toIso(close.confirmedAt),
  seconds_to_confirmation: ({ close: { requestedAt, confirmedAt } }) =>
    confirmedAt === null ? null : (confirmedAt - requestedAt) / 1_000,
  bulk_id: ({ close }) => close.bulkId,
};

import { type Options, stringify } from "csv-stringify/sync";
import type { LogEntry } from "./schema";

type Cell = string | number | null;

const columns: Record<string, (entry: LogEntry) => Cell> = {
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

const toIso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** What customers and colleagues wrote must be no formula to the program that opens it. */
const options: Options = {
  escape_formulas: true,
  quote_record_delimiter: true,
  record_delimiter: "\r\n",
};

/** Spreadsheets take it for UTF-8 by the mark at its beginning. */
export const csvHeader = stringify([Object.keys(columns)], { ...options, bom: true });

export const toCsv = (entries: LogEntry[]): string =>
  stringify(
    entries.map((entry) => Object.values(columns).map((cell) => cell(entry))),
    options,
  );

import type { ColumnType, Generated } from "kysely";

/** Times are milliseconds since 1970, booleans 0 or 1, `Json` columns are text that zod parses on the way out. */
type Flag = 0 | 1;
type Json = string;

export interface Database {
  meta: { key: string; value: string };
  users: Users;
  user_projects: { user_id: string; project_id: string };
  sessions: { id: string; user_id: string; created_at: number; expires_at: number };
  projects: Projects;
  deliveries: Deliveries;
  conversations: Conversations;
  messages: Messages;
  closes: Closes;
  close_attempts: CloseAttempts;
  close_reasons: CloseReasons;
  close_templates: CloseTemplates;
  close_routes: CloseRoutes;
  bulk_closes: BulkCloses;
  bulk_items: BulkItems;
  story_entries: StoryEntries;
  reads: { user_id: string; conversation_id: string; seen_count: number };
  live_events: LiveEvents;
}

interface Users {
  id: string;
  email: string;
  name: string;
  role: "agent" | "supervisor" | "admin";
  password_hash: string;
  active: Flag;
  locale: string | null;
  theme: string | null;
  created_at: number;
  updated_at: number;
}

interface Projects {
  id: string;
  name: string;
  jelou_project_id: string;
  gateway_url: string;
  messages_url: string;
  signature_mode: "raw" | "json";
  credentials: string | null;
  credentials_hint: Json | null;
  webhook_secret: string | null;
  webhook_secret_hint: Json | null;
  webhook_header: string | null;
  webhook_header_hint: Json | null;
  closes_paused: Flag;
  /** Null where an admin paused them. */
  closes_paused_because: "unauthorized" | null;
  /** The rules of closing; `close_others`: whether agents may close what somebody else has. */
  require_reason: Generated<Flag>;
  undo_ms: Generated<number>;
  close_others: Generated<Flag>;
  default_message: Json | null;
  auto_close: Json | null;
  archived_at: number | null;
  created_at: number;
  updated_at: number;
}

interface Deliveries {
  id: string;
  project_id: string;
  dedupe_key: string;
  kind: string | null;
  verdict: "stored" | "quarantined";
  reason: string | null;
  content_hash: string;
  jelou_conversation_id: string | null;
  contact_id: string | null;
  body: string | null;
  body_encoding: "utf8" | "base64";
  received_at: number;
}

export interface Conversations {
  n: Generated<number>;
  id: string;
  project_id: string;
  jelou_id: string;
  room_id: string | null;
  bot_id: string;
  bot_name: string | null;
  bot_named_at: number | null;
  contact_id: string;
  contact_name: string | null;
  contact_named_at: number | null;
  /** Provider times as they came: of the event that named the ids, the earliest, the latest, the latest start and close. */
  identified_at: number;
  first_event_at: number;
  last_event_at: number;
  started_at: number | null;
  ended_at: number | null;
  ended_reason: string | null;
  initial_message: string | null;
  metadata: Json | null;
  assignment: Json | null;
  in_count: number;
  last_in_at: number | null;
  last_out_at: number | null;
  last_message: Json | null;
  waiting_since: number | null;
  assignee_id: string | null;
  close_id: string | null;
  close_active: Flag;
  /** Our own word that it is closed (an accepted close, a mark), and the latest provider time known when we gave it. */
  local_closed_at: number | null;
  local_closed_as_of: number | null;
  marked_by: string | null;
  marked_note: string | null;
  /** Provider time of the latest message after the close that somebody has seen to. */
  attended_at: number | null;
  /** When the desk told the customer that it is about to close by itself. */
  warned_at: number | null;
  status: "open" | "closing" | "closed";
  /** `status`, with the closed ones that wrote again set apart: what a tab of the list is made of. */
  bucket: "open" | "closing" | "closed" | "after";
  closed_at: number | null;
  /** What the list sorts by: each capped at arrival + 5 minutes. */
  opened_at: number;
  activity_at: number;
  waiting_sort: number;
  search_text: string;
  updated_at: number;
  revision: number;
}

interface Messages {
  id: string;
  project_id: string;
  conversation_id: string;
  jelou_message_id: string | null;
  direction: "in" | "out" | "note";
  type: string;
  content: Json;
  author_id: string | null;
  at: number;
  sort_at: number;
  state: string;
  /** Of one that goes out: how often it was tried, when the next attempt is due, what the last one came to. */
  attempts: Generated<number>;
  next_attempt_at: number | null;
  error: Json | null;
}

export interface Closes {
  id: string;
  project_id: string;
  conversation_id: string;
  state:
    | "waiting"
    | "sending"
    | "accepted"
    | "confirmed"
    | "refused"
    | "unknown"
    | "cancelled"
    | "superseded";
  /** 1 while a call is planned or under way; a unique index lets a conversation have one such close. */
  active: Flag;
  message: Json | null;
  note: string | null;
  requested_by: string;
  requested_at: number;
  /** The latest provider time known when it was asked for: a start after it is another conversation to the customer. */
  as_of: number;
  due_at: number;
  next_attempt_at: number | null;
  lease_until: number | null;
  /** Calls in all, and those of the present round, which a person's retry starts anew. */
  attempts: number;
  round_attempts: number;
  had_unknown: Flag;
  last_status: number | null;
  last_error: Json | null;
  settled_at: number | null;
  /** As it was called when it was chosen: a reason may be renamed or deleted. */
  reason_id: string | null;
  reason_name: string | null;
  bulk_id: string | null;
  /** When the latest call began. */
  sent_at: number | null;
  confirmed_at: number | null;
  /** What Jelou's webhook said when it confirmed it. */
  confirmation: Json | null;
  /** Its texts are to go as soon as it needs them no more: the customer's data has been deleted. */
  erase: Generated<Flag>;
}

interface CloseAttempts {
  close_id: string;
  started_at: number;
  project_id: string;
  bulk_id: string | null;
  ended_at: number | null;
  outcome: string;
  status: number | null;
  error: Json | null;
}

interface CloseReasons {
  id: string;
  project_id: string;
  name: string;
  position: number;
  active: Flag;
  template_id: string | null;
  route_id: string | null;
  created_at: number;
  updated_at: number;
}

interface CloseTemplates {
  id: string;
  project_id: string;
  name: string;
  /** Language → text. */
  texts: Json;
  created_at: number;
  updated_at: number;
}

interface CloseRoutes {
  id: string;
  project_id: string;
  name: string;
  /** A number or a text, as Jelou shows it. */
  skill_id: Json | null;
  target_id: Json | null;
  created_at: number;
  updated_at: number;
}

interface BulkCloses {
  id: string;
  requested_by: string;
  input: Json;
  /** Of all its items; "" for those that there are not. */
  project_ids: Json;
  state: "waiting" | "running" | "stopped" | "finished";
  total: number;
  requested_at: number;
  due_at: number;
  ended_at: number | null;
}

interface BulkItems {
  bulk_id: string;
  position: number;
  conversation_id: string;
  project_id: string;
  /** What became of it where there is no close to say so. */
  state: "queued" | "planned" | "failed" | "skipped";
  close_id: string | null;
  error: Json | null;
}

export interface StoryEntries {
  id: string;
  project_id: string;
  conversation_id: string;
  kind: "marked" | "attended" | "started" | "start_unclear";
  by_id: string;
  note: string | null;
  at: number;
}

interface LiveEvents {
  seq: ColumnType<number, never, never>;
  kind: "conversation" | "message" | "project" | "user" | "bulk";
  project_id: string | null;
  conversation_id: string | null;
  message_id: string | null;
  user_id: string | null;
  at: number;
}

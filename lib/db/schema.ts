import type { ColumnType, Generated } from "kysely";
import type {
  BulkCloses,
  BulkItems,
  CloseAttempts,
  CloseReasons,
  CloseRoutes,
  Closes,
  CloseTemplates,
  StoryEntries,
} from "./closing-schema";
import type { Deliveries, Refusals } from "./delivery-schema";
import type { OneTimeLinks, Sessions, Users } from "./sign-in-schema";

/** Times are milliseconds since 1970, booleans 0 or 1, `Json` columns are text that zod parses on the way out. */
export type Flag = 0 | 1;
export type Json = string;

export interface Database {
  meta: { key: string; value: string };
  users: Users;
  user_projects: { user_id: string; project_id: string };
  sessions: Sessions;
  recovery_codes: { code_hash: string; user_id: string; used_at: number | null };
  identities: { issuer: string; subject: string; user_id: string; created_at: number };
  one_time_links: OneTimeLinks;
  sign_in_failures: SignInFailures;
  /** Where each user has signed in from, hashed. */
  sign_in_networks: { user_id: string; network: string; last_at: number };
  audit_log: AuditLog;
  projects: Projects;
  deliveries: Deliveries;
  refusals: Refusals;
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
  uploads: Uploads;
  canned_answers: CannedAnswers;
  drafts: Drafts;
  mentions: Mentions;
  presence: Presence;
  starts: Starts;
  live_events: LiveEvents;
}

/** Tries that haven't proven right, by hashed account or network; as many as there were, less the older they are. */
interface SignInFailures {
  key: string;
  count: number;
  last_at: number;
  /** Until then those that are waiting have the turn. */
  free_at: number;
}

interface AuditLog {
  seq: ColumnType<number, never, never>;
  at: ColumnType<number, number, never>;
  action: ColumnType<string, string, never>;
  result: ColumnType<string, string, never>;
  actor_id: ColumnType<string | null, string | null, never>;
  actor_name: ColumnType<string | null, string | null, never>;
  subject_kind: ColumnType<string | null, string | null, never>;
  subject_id: ColumnType<string | null, string | null, never>;
  subject_name: ColumnType<string | null, string | null, never>;
  project_id: ColumnType<string | null, string | null, never>;
  address: ColumnType<string | null, string | null, never>;
  user_agent: ColumnType<string | null, string | null, never>;
  request_id: ColumnType<string | null, string | null, never>;
  detail: ColumnType<Json, Json, never>;
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
  /** What Jelou has been told of our webhook, where the desk has registered it. */
  integration: Json | null;
  /** Sealed: another secret and header that a webhook may be proven by, while Jelou changes from the one to the other. */
  webhook_alternate: string | null;
  webhook_alternate_until: number | null;
  archived_at: number | null;
  created_at: number;
  updated_at: number;
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
  /** How many messages to the customer have failed and wait for somebody to retry or discard them. */
  unsent: Generated<number>;
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
  /** The sender's own id for it: a second post of it is no second message. */
  client_id: string | null;
  /** Of one that goes out: no attempt begins after it, until somebody asks for another round. */
  give_up_at: number | null;
}

interface Uploads {
  id: string;
  owner_id: string;
  /** Of the message that it became part of. */
  message_id: string | null;
  project_id: string | null;
  conversation_id: string | null;
  kind: "image" | "video" | "audio" | "document";
  mime_type: string;
  filename: string;
  size: number;
  created_at: number;
  /** Null where it is kept. */
  delete_after: number | null;
}

interface CannedAnswers {
  id: string;
  /** Of a project, or of one user. */
  project_id: string | null;
  owner_id: string | null;
  shortcut: string;
  text: string;
  usage_count: number;
  created_at: number;
  updated_at: number;
}

interface Drafts {
  user_id: string;
  conversation_id: string;
  kind: "answer" | "note";
  text: string;
  updated_at: number;
}

interface Mentions {
  message_id: string;
  user_id: string;
  conversation_id: string;
  at: number;
  seen_at: number | null;
}

interface Presence {
  conversation_id: string;
  user_id: string;
  project_id: string;
  state: "viewing" | "typing";
  expires_at: number;
}

interface Starts {
  id: string;
  project_id: string;
  bot_id: string;
  contact_id: string;
  requested_by: string;
  requested_at: number;
  state: "calling" | "accepted" | "failed" | "unclear";
  jelou_conversation_id: string | null;
}

interface LiveEvents {
  seq: ColumnType<number, never, never>;
  kind: "conversation" | "message" | "project" | "user" | "bulk" | "presence" | "read" | "mention";
  project_id: string | null;
  conversation_id: string | null;
  message_id: string | null;
  user_id: string | null;
  at: number;
}

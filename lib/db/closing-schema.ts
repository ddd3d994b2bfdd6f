import type { Generated } from "kysely";
import type { Flag, Json } from "./schema";

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

export interface CloseAttempts {
  close_id: string;
  started_at: number;
  project_id: string;
  bulk_id: string | null;
  ended_at: number | null;
  outcome: string;
  status: number | null;
  error: Json | null;
}

export interface CloseReasons {
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

export interface CloseTemplates {
  id: string;
  project_id: string;
  name: string;
  /** Language → text. */
  texts: Json;
  created_at: number;
  updated_at: number;
}

export interface CloseRoutes {
  id: string;
  project_id: string;
  name: string;
  /** A number or a text, as Jelou shows it. */
  skill_id: Json | null;
  target_id: Json | null;
  created_at: number;
  updated_at: number;
}

export interface BulkCloses {
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

export interface BulkItems {
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
  kind: "marked" | "attended" | "started" | "start_unclear" | "assigned";
  by_id: string;
  /** Whom it was given to; null for nobody. */
  subject_id: string | null;
  note: string | null;
  at: number;
}

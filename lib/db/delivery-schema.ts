import type { Generated } from "kysely";
import type { Json } from "./schema";

export interface Deliveries {
  id: string;
  project_id: string;
  dedupe_key: string;
  kind: string | null;
  /** "duplicate" is one that had been put aside and whose event had come by another when it was replayed. */
  verdict: "stored" | "quarantined" | "duplicate";
  reason: string | null;
  content_hash: string;
  jelou_conversation_id: string | null;
  contact_id: string | null;
  body: string | null;
  body_encoding: "utf8" | "base64";
  received_at: number;
  /** A few, without their secrets. */
  headers: Json | null;
  jelou_message_id: string | null;
  repeats: Generated<number>;
  repeated_at: number | null;
  replayed_at: number | null;
  replayed_by: string | null;
}

/** Posts that were not taken, counted by the hour; a few of them with what they were. */
export interface Refusals {
  n: Generated<number>;
  id: string;
  project_id: string | null;
  jelou_project_id: string;
  reason: string;
  hour: number;
  count: number;
  last_at: number;
  sample: Json | null;
}

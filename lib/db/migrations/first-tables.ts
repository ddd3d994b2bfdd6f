import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../dialects";
import type { Database } from "../schema";

export async function createFirstTables(db: Kysely<Database>, engine: Engine) {
  const { schema } = db;

  await schema
    .createTable("meta")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("value", "text", (column) => column.notNull())
    .execute();

  await schema
    .createTable("users")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("email", "text", (column) => column.notNull().unique())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("password_hash", "text", (column) => column.notNull())
    .addColumn("active", "integer", (column) => column.notNull())
    .addColumn("locale", "text")
    .addColumn("theme", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .execute();

  await schema
    .createTable("projects")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("jelou_project_id", "text", (column) => column.notNull().unique())
    .addColumn("gateway_url", "text", (column) => column.notNull())
    .addColumn("messages_url", "text", (column) => column.notNull())
    .addColumn("signature_mode", "text", (column) => column.notNull())
    .addColumn("credentials", "text")
    .addColumn("credentials_hint", "text")
    .addColumn("webhook_secret", "text")
    .addColumn("webhook_secret_hint", "text")
    .addColumn("webhook_header", "text")
    .addColumn("webhook_header_hint", "text")
    .addColumn("closes_paused", "integer", (column) => column.notNull())
    .addColumn("archived_at", "bigint")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .execute();

  await schema
    .createTable("user_projects")
    .addColumn("user_id", "text", (column) => column.notNull().references("users.id"))
    .addColumn("project_id", "text", (column) => column.notNull().references("projects.id"))
    .addPrimaryKeyConstraint("user_projects_key", ["user_id", "project_id"])
    .execute();

  await schema
    .createTable("sessions")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("user_id", "text", (column) => column.notNull().references("users.id"))
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .execute();
  await schema.createIndex("sessions_user").on("sessions").column("user_id").execute();

  await schema
    .createTable("deliveries")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("project_id", "text", (column) => column.notNull())
    .addColumn("dedupe_key", "text", (column) => column.notNull())
    .addColumn("kind", "text")
    .addColumn("verdict", "text", (column) => column.notNull())
    .addColumn("reason", "text")
    .addColumn("content_hash", "text", (column) => column.notNull())
    .addColumn("jelou_conversation_id", "text")
    .addColumn("contact_id", "text")
    .addColumn("body", "text")
    .addColumn("body_encoding", "text", (column) => column.notNull())
    .addColumn("received_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("deliveries_once", ["project_id", "dedupe_key"])
    .execute();
  await schema
    .createIndex("deliveries_received")
    .on("deliveries")
    .columns(["project_id", "received_at"])
    .execute();
  await schema
    .createIndex("deliveries_contact")
    .on("deliveries")
    .columns(["project_id", "contact_id"])
    .execute();

  await schema
    .createTable("conversations")
    .addColumn("n", engine.counterType, engine.counter)
    .addColumn("id", "text", (column) => column.notNull().unique())
    .addColumn("project_id", "text", (column) => column.notNull())
    .addColumn("jelou_id", "text", (column) => column.notNull())
    .addColumn("room_id", "text")
    .addColumn("bot_id", "text", (column) => column.notNull())
    .addColumn("bot_name", "text")
    .addColumn("bot_named_at", "bigint")
    .addColumn("contact_id", "text", (column) => column.notNull())
    .addColumn("contact_name", "text")
    .addColumn("contact_named_at", "bigint")
    .addColumn("identified_at", "bigint", (column) => column.notNull())
    .addColumn("first_event_at", "bigint", (column) => column.notNull())
    .addColumn("last_event_at", "bigint", (column) => column.notNull())
    .addColumn("started_at", "bigint")
    .addColumn("ended_at", "bigint")
    .addColumn("ended_reason", "text")
    .addColumn("initial_message", "text")
    .addColumn("metadata", "text")
    .addColumn("assignment", "text")
    .addColumn("in_count", "integer", (column) => column.notNull())
    .addColumn("last_in_at", "bigint")
    .addColumn("last_out_at", "bigint")
    .addColumn("last_message", "text")
    .addColumn("waiting_since", "bigint")
    .addColumn("assignee_id", "text")
    .addColumn("close_id", "text")
    .addColumn("close_active", "integer", (column) => column.notNull())
    .addColumn("local_closed_at", "bigint")
    .addColumn("local_closed_as_of", "bigint")
    .addColumn("marked_by", "text")
    .addColumn("marked_note", "text")
    .addColumn("attended_at", "bigint")
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("bucket", "text", (column) => column.notNull())
    .addColumn("closed_at", "bigint")
    .addColumn("opened_at", "bigint", (column) => column.notNull())
    .addColumn("activity_at", "bigint", (column) => column.notNull())
    .addColumn("waiting_sort", "bigint", (column) => column.notNull())
    .addColumn("search_text", "text", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addColumn("revision", "integer", (column) => column.notNull())
    .addUniqueConstraint("conversations_once", ["project_id", "jelou_id"])
    .execute();
  const listIndexes = { activity: "activity_at", waiting: "waiting_sort", opened: "opened_at" };
  for (const [name, column] of Object.entries(listIndexes)) {
    await schema
      .createIndex(`conversations_${name}`)
      .on("conversations")
      .columns(["project_id", "bucket", column, "n"])
      .execute();
  }
  await schema
    .createIndex("conversations_contact")
    .on("conversations")
    .columns(["project_id", "bot_id", "contact_id", "first_event_at"])
    .execute();
  await schema
    .createIndex("conversations_assignee")
    .on("conversations")
    .columns(["assignee_id", "bucket"])
    .where(sql.ref("assignee_id"), "is not", null)
    .execute();
  await engine.createSearchIndex(db);

  await schema
    .createTable("messages")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("project_id", "text", (column) => column.notNull())
    .addColumn("conversation_id", "text", (column) => column.notNull())
    .addColumn("jelou_message_id", "text")
    .addColumn("direction", "text", (column) => column.notNull())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("content", "text", (column) => column.notNull())
    .addColumn("author_id", "text")
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("sort_at", "bigint", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addUniqueConstraint("messages_once", ["conversation_id", "jelou_message_id"])
    .execute();
  await schema
    .createIndex("messages_thread")
    .on("messages")
    .columns(["conversation_id", "sort_at", "id"])
    .execute();

  await schema
    .createTable("closes")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("project_id", "text", (column) => column.notNull())
    .addColumn("conversation_id", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("active", "integer", (column) => column.notNull())
    .addColumn("message", "text")
    .addColumn("note", "text")
    .addColumn("requested_by", "text", (column) => column.notNull())
    .addColumn("requested_at", "bigint", (column) => column.notNull())
    .addColumn("as_of", "bigint", (column) => column.notNull())
    .addColumn("due_at", "bigint", (column) => column.notNull())
    .addColumn("next_attempt_at", "bigint")
    .addColumn("lease_until", "bigint")
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("round_attempts", "integer", (column) => column.notNull())
    .addColumn("had_unknown", "integer", (column) => column.notNull())
    .addColumn("last_status", "integer")
    .addColumn("last_error", "text")
    .addColumn("settled_at", "bigint")
    .execute();
  await schema
    .createIndex("closes_one_active")
    .unique()
    .on("closes")
    .column("conversation_id")
    .where(sql.ref("active"), "=", sql.lit(1))
    .execute();
  await schema
    .createIndex("closes_due")
    .on("closes")
    .column("next_attempt_at")
    .where(sql.ref("active"), "=", sql.lit(1))
    .execute();
  await schema
    .createIndex("closes_conversation")
    .on("closes")
    .columns(["conversation_id", "requested_at"])
    .execute();
  await schema
    .createIndex("closes_project")
    .on("closes")
    .columns(["project_id", "settled_at"])
    .execute();

  await schema
    .createTable("reads")
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("conversation_id", "text", (column) => column.notNull())
    .addColumn("seen_count", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("reads_key", ["user_id", "conversation_id"])
    .execute();

  await schema
    .createTable("live_events")
    .addColumn("seq", engine.counterType, engine.counter)
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("project_id", "text")
    .addColumn("conversation_id", "text")
    .addColumn("message_id", "text")
    .addColumn("user_id", "text")
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute();
}

import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Database } from "../schema";

/** The closing set-up of a project, bulk closes, and what a close leaves behind: its attempts and its story. */
export async function createClosingTables(db: Kysely<Database>) {
  await addColumns(db);
  await createSetup(db);
  await createBulk(db);
  await createStory(db);
  await createIndexes(db);
}

/** One by one: SQLite adds no two columns in one statement. */
async function addColumns({ schema }: Kysely<Database>) {
  const projects = () => schema.alterTable("projects");
  const flag = (value: number) => sql.lit(value);
  await projects()
    .addColumn("require_reason", "integer", (column) => column.notNull().defaultTo(flag(0)))
    .execute();
  await projects()
    .addColumn("undo_ms", "integer", (column) => column.notNull().defaultTo(flag(5_000)))
    .execute();
  await projects()
    .addColumn("close_others", "integer", (column) => column.notNull().defaultTo(flag(1)))
    .execute();
  await projects().addColumn("default_message", "text").execute();
  await projects().addColumn("auto_close", "text").execute();
  await projects().addColumn("closes_paused_because", "text").execute();

  const closes = () => schema.alterTable("closes");
  await closes().addColumn("reason_id", "text").execute();
  await closes().addColumn("reason_name", "text").execute();
  await closes().addColumn("bulk_id", "text").execute();
  await closes().addColumn("sent_at", "bigint").execute();
  await closes().addColumn("confirmed_at", "bigint").execute();
  await closes().addColumn("confirmation", "text").execute();
  await closes()
    .addColumn("erase", "integer", (column) => column.notNull().defaultTo(flag(0)))
    .execute();

  const messages = () => schema.alterTable("messages");
  await messages()
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(flag(0)))
    .execute();
  await messages().addColumn("next_attempt_at", "bigint").execute();
  await messages().addColumn("error", "text").execute();

  await schema.alterTable("conversations").addColumn("warned_at", "bigint").execute();
}

async function createSetup({ schema }: Kysely<Database>) {
  await schema
    .createTable("close_templates")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("project_id", "text", (column) => column.notNull().references("projects.id"))
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("texts", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("close_templates_name", ["project_id", "name"])
    .execute();
  await schema
    .createTable("close_routes")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("project_id", "text", (column) => column.notNull().references("projects.id"))
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("skill_id", "text")
    .addColumn("target_id", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("close_routes_name", ["project_id", "name"])
    .execute();
  await schema
    .createTable("close_reasons")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("project_id", "text", (column) => column.notNull().references("projects.id"))
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("active", "integer", (column) => column.notNull())
    .addColumn("template_id", "text", (column) => column.references("close_templates.id"))
    .addColumn("route_id", "text", (column) => column.references("close_routes.id"))
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("close_reasons_name", ["project_id", "name"])
    .execute();
}

async function createBulk({ schema }: Kysely<Database>) {
  await schema
    .createTable("bulk_closes")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("requested_by", "text", (column) => column.notNull())
    .addColumn("input", "text", (column) => column.notNull())
    .addColumn("project_ids", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("total", "integer", (column) => column.notNull())
    .addColumn("requested_at", "bigint", (column) => column.notNull())
    .addColumn("due_at", "bigint", (column) => column.notNull())
    .addColumn("ended_at", "bigint")
    .execute();
  await schema
    .createTable("bulk_items")
    .addColumn("bulk_id", "text", (column) => column.notNull().references("bulk_closes.id"))
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("conversation_id", "text", (column) => column.notNull())
    .addColumn("project_id", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("close_id", "text")
    .addColumn("error", "text")
    .addPrimaryKeyConstraint("bulk_items_key", ["bulk_id", "position"])
    .execute();
}

async function createStory({ schema }: Kysely<Database>) {
  await schema
    .createTable("close_attempts")
    .addColumn("close_id", "text", (column) => column.notNull())
    .addColumn("started_at", "bigint", (column) => column.notNull())
    .addColumn("project_id", "text", (column) => column.notNull())
    .addColumn("bulk_id", "text")
    .addColumn("ended_at", "bigint")
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("status", "integer")
    .addColumn("error", "text")
    .addPrimaryKeyConstraint("close_attempts_key", ["close_id", "started_at"])
    .execute();
  await schema
    .createTable("story_entries")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("project_id", "text", (column) => column.notNull())
    .addColumn("conversation_id", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("by_id", "text", (column) => column.notNull())
    .addColumn("note", "text")
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute();
}

async function createIndexes({ schema }: Kysely<Database>) {
  await schema
    .createIndex("closes_log")
    .on("closes")
    .columns(["project_id", "requested_at", "id"])
    .execute();
  await schema
    .createIndex("closes_unsure")
    .on("closes")
    .columns(["project_id", "requested_at", "id"])
    .where(sql<boolean>`state in ('refused', 'unknown', 'accepted')`)
    .execute();
  await schema
    .createIndex("closes_active")
    .on("closes")
    .columns(["project_id", "state"])
    .where(sql.ref("active"), "=", sql.lit(1))
    .execute();
  await schema
    .createIndex("closes_bulk")
    .on("closes")
    .columns(["bulk_id", "active"])
    .where(sql.ref("bulk_id"), "is not", null)
    .execute();
  await schema
    .createIndex("bulk_items_queued")
    .on("bulk_items")
    .columns(["bulk_id", "project_id", "position"])
    .where(sql.ref("state"), "=", sql.lit("queued"))
    .execute();
  await schema
    .createIndex("bulk_items_conversation")
    .on("bulk_items")
    .column("conversation_id")
    .execute();
  await schema
    .createIndex("bulk_closes_person")
    .on("bulk_closes")
    .columns(["requested_by", "requested_at"])
    .execute();
  await schema
    .createIndex("close_attempts_bulk")
    .on("close_attempts")
    .columns(["project_id", "started_at"])
    .where(sql.ref("bulk_id"), "is not", null)
    .execute();
  await schema
    .createIndex("story_entries_conversation")
    .on("story_entries")
    .columns(["conversation_id", "at"])
    .execute();
  await schema
    .createIndex("conversations_their_turn")
    .on("conversations")
    .columns(["project_id", "last_out_at"])
    .where(sql<boolean>`bucket = 'open' and waiting_since is null and last_out_at is not null`)
    .execute();
  await schema
    .createIndex("messages_outbox")
    .on("messages")
    .column("next_attempt_at")
    .where(sql.ref("next_attempt_at"), "is not", null)
    .execute();
}

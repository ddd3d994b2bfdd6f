import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Database } from "../schema";

/** Answers, notes, media, drafts, who has a conversation and who looks at it, starts, registered integrations. */
export async function createAnsweringTables(db: Kysely<Database>) {
  await addColumns(db);
  await createWriting(db);
  await createPeople(db);
  await createIndexes(db);
  // They held nothing up then, and nobody could have seen to them.
  await sql`update messages set state = 'discarded' where direction = 'out' and state = 'failed'`.execute(
    db,
  );
}

/** One by one: SQLite adds no two columns in one statement. */
async function addColumns({ schema }: Kysely<Database>) {
  await schema.alterTable("users").addColumn("preferences", "text").execute();

  const projects = () => schema.alterTable("projects");
  await projects().addColumn("integration", "text").execute();
  await projects().addColumn("webhook_alternate", "text").execute();
  await projects().addColumn("webhook_alternate_until", "bigint").execute();

  const messages = () => schema.alterTable("messages");
  await messages().addColumn("client_id", "text").execute();
  await messages().addColumn("give_up_at", "bigint").execute();

  await schema
    .alterTable("conversations")
    .addColumn("unsent", "integer", (column) => column.notNull().defaultTo(sql.lit(0)))
    .execute();
  await schema.alterTable("story_entries").addColumn("subject_id", "text").execute();
}

async function createWriting({ schema }: Kysely<Database>) {
  await schema
    .createTable("uploads")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("owner_id", "text", (column) => column.notNull())
    .addColumn("message_id", "text")
    .addColumn("project_id", "text")
    .addColumn("conversation_id", "text")
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("mime_type", "text", (column) => column.notNull())
    .addColumn("filename", "text", (column) => column.notNull())
    .addColumn("size", "bigint", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("delete_after", "bigint")
    .execute();
  await schema
    .createTable("canned_answers")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("project_id", "text", (column) => column.references("projects.id"))
    .addColumn("owner_id", "text", (column) => column.references("users.id"))
    .addColumn("shortcut", "text", (column) => column.notNull())
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("usage_count", "integer", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("canned_answers_project", ["project_id", "shortcut"])
    .addUniqueConstraint("canned_answers_own", ["owner_id", "shortcut"])
    .execute();
  await schema
    .createTable("drafts")
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("conversation_id", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("drafts_key", ["user_id", "conversation_id", "kind"])
    .execute();
}

async function createPeople({ schema }: Kysely<Database>) {
  await schema
    .createTable("mentions")
    .addColumn("message_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("conversation_id", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("seen_at", "bigint")
    .addPrimaryKeyConstraint("mentions_key", ["message_id", "user_id"])
    .execute();
  await schema
    .createTable("presence")
    .addColumn("conversation_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("project_id", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("presence_key", ["conversation_id", "user_id"])
    .execute();
  await schema
    .createTable("starts")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("project_id", "text", (column) => column.notNull())
    .addColumn("bot_id", "text", (column) => column.notNull())
    .addColumn("contact_id", "text", (column) => column.notNull())
    .addColumn("requested_by", "text", (column) => column.notNull())
    .addColumn("requested_at", "bigint", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("jelou_conversation_id", "text")
    .execute();
}

async function createIndexes({ schema }: Kysely<Database>) {
  await schema
    .createIndex("messages_client")
    .unique()
    .on("messages")
    .columns(["conversation_id", "author_id", "client_id"])
    .where(sql.ref("client_id"), "is not", null)
    .execute();
  await schema
    .createIndex("messages_unsent")
    .on("messages")
    .columns(["conversation_id", "id"])
    .where(sql<boolean>`direction = 'out' and state in ('queued', 'sending', 'failed')`)
    .execute();
  await schema
    .createIndex("messages_sending")
    .on("messages")
    .column("project_id")
    .where(sql.ref("state"), "=", sql.lit("sending"))
    .execute();
  await schema
    .createIndex("messages_out")
    .on("messages")
    .columns(["conversation_id", "sort_at"])
    .where(sql.ref("direction"), "=", sql.lit("out"))
    .execute();
  await schema.createIndex("drafts_conversation").on("drafts").column("conversation_id").execute();
  await schema
    .createIndex("uploads_to_delete")
    .on("uploads")
    .column("delete_after")
    .where(sql.ref("delete_after"), "is not", null)
    .execute();
  await schema
    .createIndex("uploads_conversation")
    .on("uploads")
    .column("conversation_id")
    .where(sql.ref("conversation_id"), "is not", null)
    .execute();
  await schema
    .createIndex("mentions_unseen")
    .on("mentions")
    .columns(["user_id", "conversation_id"])
    .where(sql.ref("seen_at"), "is", null)
    .execute();
  await schema
    .createIndex("mentions_conversation")
    .on("mentions")
    .column("conversation_id")
    .execute();
  await schema.createIndex("presence_expiry").on("presence").column("expires_at").execute();
  await schema
    .createIndex("starts_customer")
    .on("starts")
    .columns(["project_id", "bot_id", "contact_id", "requested_at"])
    .execute();
}

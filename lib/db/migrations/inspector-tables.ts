import { type Kysely, sql } from "kysely";
import type { Engine } from "../dialects";
import type { Database } from "../schema";

/** What an inspector of deliveries shows: headers, repeats, replays, and refused ones in numbers and samples. */
export async function createInspectorTables(db: Kysely<Database>, engine: Engine) {
  const { schema } = db;
  const deliveries = () => schema.alterTable("deliveries");
  await deliveries().addColumn("headers", "text").execute();
  await deliveries().addColumn("jelou_message_id", "text").execute();
  await deliveries()
    .addColumn("repeats", "integer", (column) => column.notNull().defaultTo(sql.lit(0)))
    .execute();
  await deliveries().addColumn("repeated_at", "bigint").execute();
  await deliveries().addColumn("replayed_at", "bigint").execute();
  await deliveries().addColumn("replayed_by", "text").execute();
  await createIndexes(db);

  await schema
    .createTable("refusals")
    .addColumn("n", engine.counterType, engine.counter)
    .addColumn("id", "text", (column) => column.notNull().unique())
    .addColumn("project_id", "text")
    .addColumn("jelou_project_id", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("hour", "bigint", (column) => column.notNull())
    .addColumn("count", "integer", (column) => column.notNull())
    .addColumn("last_at", "bigint", (column) => column.notNull())
    .addColumn("sample", "text")
    .execute();
  await schema
    .createIndex("refusals_hour")
    .unique()
    .on("refusals")
    .columns(["jelou_project_id", "reason", "hour"])
    .execute();
  await schema.createIndex("refusals_last").on("refusals").columns(["last_at", "id"]).execute();
  await schema
    .createIndex("refusals_project")
    .on("refusals")
    .columns(["project_id", "last_at", "id"])
    .execute();
}

/** A page of the list walks one of these, and what it filters by stands in it. */
async function createIndexes({ schema }: Kysely<Database>) {
  await schema.dropIndex("deliveries_received").execute();
  await schema.dropIndex("deliveries_contact").execute();
  const index = (name: string, columns: string[]) =>
    schema.createIndex(`deliveries_${name}`).on("deliveries").columns(columns);
  await index("received", ["project_id", "received_at", "id", "kind"]).execute();
  await index("contact", ["project_id", "contact_id", "received_at"]).execute();
  await index("conversation", ["project_id", "jelou_conversation_id", "received_at"]).execute();
  await index("message", ["project_id", "jelou_message_id"])
    .where(sql.ref("jelou_message_id"), "is not", null)
    .execute();
  await index("aside", ["project_id", "received_at", "id", "kind"])
    .where(sql<boolean>`verdict = 'quarantined'`)
    .execute();
  await index("repeated", ["project_id", "received_at", "id", "kind"])
    .where(sql<boolean>`(repeats > 0 or verdict = 'duplicate')`)
    .execute();
}

import { type Kysely, sql } from "kysely";
import type { Engine } from "../dialects";
import type { Database } from "../schema";

/** What an inspector of deliveries shows: headers, effect, repeats, replays, and refused ones in numbers and samples. */
export async function createInspectorTables(db: Kysely<Database>, engine: Engine) {
  const { schema } = db;
  const deliveries = () => schema.alterTable("deliveries");
  await deliveries().addColumn("headers", "text").execute();
  await deliveries().addColumn("conversation_id", "text").execute();
  await deliveries()
    .addColumn("repeats", "integer", (column) => column.notNull().defaultTo(sql.lit(0)))
    .execute();
  await deliveries().addColumn("repeated_at", "bigint").execute();
  await deliveries().addColumn("replayed_at", "bigint").execute();
  await deliveries().addColumn("replayed_by", "text").execute();

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
}

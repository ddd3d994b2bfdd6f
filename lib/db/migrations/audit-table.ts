import { type Kysely, sql } from "kysely";
import type { Engine } from "../dialects";
import type { Database } from "../schema";

/** Who did what: rows come in, and the database itself refuses to change or delete one. */
export async function createAuditTable(db: Kysely<Database>, engine: Engine) {
  await db.schema
    .createTable("audit_log")
    .addColumn("seq", engine.counterType, engine.counter)
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("result", "text", (column) => column.notNull())
    .addColumn("actor_id", "text")
    .addColumn("actor_name", "text")
    .addColumn("subject_kind", "text")
    .addColumn("subject_id", "text")
    .addColumn("subject_name", "text")
    .addColumn("project_id", "text")
    .addColumn("address", "text")
    .addColumn("user_agent", "text")
    .addColumn("request_id", "text")
    .addColumn("detail", "text", (column) => column.notNull())
    .execute();
  for (const [name, columns] of [
    ["audit_log_actor", ["actor_id", "seq"]],
    ["audit_log_action", ["action", "seq"]],
    ["audit_log_subject", ["subject_id", "seq"]],
    ["audit_log_project", ["project_id", "seq"]],
    ["audit_log_at", ["at"]],
  ] as const)
    await db.schema
      .createIndex(name)
      .on("audit_log")
      .columns([...columns])
      .execute();
  for (const statement of refuseChanges[engine.name]) await sql.raw(statement).execute(db);
}

const refusal = "The audit log is only ever added to.";

const refuseChanges: Record<Engine["name"], string[]> = {
  sqlite: ["update", "delete"].map(
    (change) =>
      `create trigger audit_log_no_${change} before ${change} on audit_log begin select raise(abort, '${refusal}'); end`,
  ),
  postgres: [
    `create function refuse_audit_change() returns trigger language plpgsql as $$ begin raise exception '${refusal}'; end $$`,
    "create trigger audit_log_no_change before update or delete on audit_log for each row execute function refuse_audit_change()",
    "create trigger audit_log_no_truncate before truncate on audit_log for each statement execute function refuse_audit_change()",
  ],
};

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
  // What went wrong is rare and looked for first; what went well costs this index nothing.
  await sql`create index audit_log_trouble on audit_log (seq) where result <> 'done'`.execute(db);
  for (const statement of refuseChanges[engine.name]) await sql.raw(statement).execute(db);
}

const refusal = "The audit log is only ever added to.";

const abort = `begin select raise(abort, '${refusal}'); end`;

const refuseChanges: Record<Engine["name"], string[]> = {
  sqlite: [
    `create trigger audit_log_no_update before update on audit_log ${abort}`,
    `create trigger audit_log_no_delete before delete on audit_log ${abort}`,
    // INSERT OR REPLACE deletes without a delete trigger. A row without a number of its own has -1 here.
    `create trigger audit_log_no_replace before insert on audit_log
      when new.seq > 0 and new.seq <= (select max(seq) from audit_log) ${abort}`,
  ],
  postgres: [
    `create function refuse_audit_change() returns trigger language plpgsql as $$ begin raise exception '${refusal}'; end $$`,
    "create trigger audit_log_no_change before update or delete on audit_log for each row execute function refuse_audit_change()",
    "create trigger audit_log_no_truncate before truncate on audit_log for each statement execute function refuse_audit_change()",
  ],
};

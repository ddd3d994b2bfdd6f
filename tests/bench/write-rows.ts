import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { sql } from "kysely";
import type { ConversationRow } from "@/lib/conversations/fold-event";
import type { Store } from "@/lib/db/open";

/** Writes many rows in the quickest way that each database has, and the index for searching after all of them. */
export async function rowWriter(store: Store, dataDir: string) {
  return store.engine.name === "sqlite"
    ? sqliteWriter(join(dataDir, "mostrador.db"))
    : await postgresWriter(store.db);
}

function sqliteWriter(file: string) {
  const database = new BetterSqlite3(file);
  database.pragma("synchronous = off");
  database.pragma("cache_size = -262144");
  const trigger = database
    .prepare("select sql from sqlite_master where name = 'conversation_search_insert'")
    .pluck()
    .get() as string;
  database.exec("drop trigger conversation_search_insert");
  const write = (rows: ConversationRow[]) => {
    const columns = Object.keys(rows[0]!);
    const insert = database.prepare(
      `insert into conversations (${columns}) values (${columns.map((name) => `@${name}`)})`,
    );
    database.transaction(() => {
      for (const row of rows) insert.run(row);
    })();
    return Promise.resolve();
  };
  const finish = () => {
    database.exec("insert into conversation_search(conversation_search) values ('rebuild')");
    database.exec(trigger);
    database.close();
    return Promise.resolve();
  };
  return { write, finish };
}

async function postgresWriter(db: Store["db"]) {
  await sql`drop index conversations_search`.execute(db);
  const write = async (rows: ConversationRow[]) => {
    const names = sql.join(Object.keys(rows[0]!).map((column) => sql.ref(column)));
    await sql`insert into conversations (${names}) select ${names}
      from json_populate_recordset(null::conversations, ${JSON.stringify(rows)}::json)`.execute(db);
  };
  const finish = async () => {
    await sql`create index conversations_search on conversations using gin (search_text gin_trgm_ops)`.execute(
      db,
    );
    // What PostgreSQL does by itself sooner or later.
    await sql`vacuum analyze conversations`.execute(db);
  };
  return { write, finish };
}

import { chmodSync } from "node:fs";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { Kysely, sql } from "kysely";
import { sqliteEngine } from "@/lib/db/dialects";
import type { Store } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import type { DataPlace } from "../data-place";
import { readFacts } from "./manifest";
import { findProgram, runProgram } from "./postgres-programs";

/** The database as it is at one moment, in a file of `folder`, whatever is written to it meanwhile. */
export function takeSnapshot(store: Store, place: DataPlace, folder: string) {
  return place.databaseUrl
    ? dumpPostgres(store, place.databaseUrl, folder)
    : copySqlite(place.file, folder);
}

/** Reads beside a desk that writes, and leaves what was deleted behind. */
async function copySqlite(source: string, folder: string) {
  const name = "database.sqlite";
  const file = join(folder, name);
  const database = new BetterSqlite3(source, { fileMustExist: true, timeout: 30_000 });
  try {
    database.prepare("vacuum into ?").run(file);
  } finally {
    database.close();
  }
  chmodSync(file, 0o600);
  const db = new Kysely<Database>({ dialect: sqliteEngine(file).dialect });
  try {
    return { name, file, facts: await readFacts(db) };
  } finally {
    await sql`pragma journal_mode = delete`.execute(db);
    await db.destroy();
  }
}

/** The facts are of the same moment as the dump. */
async function dumpPostgres({ db }: Store, databaseUrl: string, folder: string) {
  const name = "database.dump";
  const file = join(folder, name);
  const program = await findProgram("pg_dump", db);
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (tx) => {
      const { rows } = await sql<{ id: string }>`select pg_export_snapshot() as id`.execute(tx);
      await runProgram(
        program,
        [
          "--format=custom",
          "--no-owner",
          "--no-privileges",
          "--no-comments",
          "--exclude-schema=before_restore_*",
          `--snapshot=${rows[0]!.id}`,
          `--file=${file}`,
        ],
        databaseUrl,
      );
      return { name, file, facts: await readFacts(tx) };
    });
}

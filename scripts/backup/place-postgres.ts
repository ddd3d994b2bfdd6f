import { join } from "node:path";
import { Kysely, sql } from "kysely";
import { readAnnounced } from "@/lib/db/desk-keys";
import { postgresEngine } from "@/lib/db/dialects";
import { tryLockDatabase } from "@/lib/db/lock-database";
import type { Db } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import type { DataPlace } from "../data-place";
import { hasUploads, placeUploads, putAside } from "./place-sqlite";
import { findProgram, runProgram } from "./postgres-programs";

/** All of it or nothing. What was there before is a schema of its own then, and a folder. @returns their names */
export async function placePostgres(
  place: DataPlace,
  unpacked: string,
  { replace, prepare }: { replace: boolean; prepare: (db: Db) => Promise<void> },
) {
  const databaseUrl = place.databaseUrl!;
  const engine = postgresEngine(databaseUrl);
  const db = new Kysely<Database>({ dialect: engine.dialect });
  const unlock = await tryLockDatabase(databaseUrl, { alone: true });
  try {
    const program = await findProgram("pg_restore", db);
    const { rows: tables } = await sql<{
      name: string;
    }>`select tablename as name from pg_tables where schemaname = current_schema()`.execute(db);
    const isUsed = tables.length > 0;
    const isAnnounced = async () =>
      tables.some(({ name }) => name === "meta") && (await readAnnounced(db, engine)).length > 0;
    // One whose connection was cut has lost its hold and says all the same that it runs.
    if (!unlock || (await isAnnounced()))
      throw new Error(
        "A desk runs on this database. Stop all of them, wait a minute and a half after a crash, and try again.",
      );
    if ((isUsed || hasUploads(place.dataDir)) && !replace)
      throw new Error(
        "There are data already. With --replace they are kept aside and the backup takes their place.",
      );
    const aside = isUsed ? await setSchemaAside(db) : undefined;
    try {
      await runProgram(
        program,
        [
          "--no-owner",
          "--no-privileges",
          "--no-comments",
          "--exit-on-error",
          "--single-transaction",
          join(unpacked, "database.dump"),
        ],
        databaseUrl,
      );
      await prepare(db);
    } catch (error) {
      if (aside) await aside.takeBack();
      throw error;
    }
    const folder = hasUploads(place.dataDir) ? putAside(place.dataDir, ["uploads"]) : undefined;
    placeUploads(place.dataDir, unpacked);
    return [aside && `the schema ${aside.name}`, folder].filter(Boolean).join(" and ") || undefined;
  } finally {
    await db.destroy();
    await unlock?.();
  }
}

/** The extension moves on: what is aside finds it by itself. */
async function setSchemaAside(db: Db) {
  const name = `before_restore_${Date.now()}`;
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
  const schema = sql.id(rows[0]!.schema);
  const hasExtension = async () =>
    (await sql`select 1 from pg_extension where extname = 'pg_trgm'`.execute(db)).rows.length > 0;
  const moveExtension = await hasExtension();
  await db.transaction().execute(async (tx) => {
    await sql`alter schema ${schema} rename to ${sql.id(name)}`.execute(tx);
    await sql`create schema ${schema}`.execute(tx);
    if (moveExtension) await sql`alter extension pg_trgm set schema ${schema}`.execute(tx);
  });
  const takeBack = () =>
    db.transaction().execute(async (tx) => {
      if (moveExtension) await sql`alter extension pg_trgm set schema ${sql.id(name)}`.execute(tx);
      await sql`drop schema ${schema} cascade`.execute(tx);
      await sql`alter schema ${sql.id(name)} rename to ${schema}`.execute(tx);
    });
  return { name, takeBack };
}

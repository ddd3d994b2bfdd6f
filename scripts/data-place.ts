import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Kysely } from "kysely";
import { postgresEngine, sqliteEngine } from "@/lib/db/dialects";
import { migrations } from "@/lib/db/migrations";
import { lockDirectory, type Store } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import { installStore } from "@/lib/db/store";
import { hideInLogs } from "@/lib/hidden-values";
import { hideSecrets } from "@/lib/log";

/** Where the data of the desk lie, by its settings; unlike `env()` it makes nothing that isn't there. */
export function dataPlace(source: Record<string, string | undefined> = process.env) {
  const databaseUrl = source.DATABASE_URL?.trim() || undefined;
  const dataDir = resolve(source.DATA_DIR?.trim() || "./data");
  if (databaseUrl !== undefined) {
    if (!URL.canParse(databaseUrl)) throw new Error("DATABASE_URL is no address.");
    hideInLogs(new URL(databaseUrl).password);
  }
  return { databaseUrl, dataDir, file: join(dataDir, "mostrador.db") };
}
export type DataPlace = ReturnType<typeof dataPlace>;

/**
 * The database as it is, beside a desk that may be running on it: nothing is locked and no table is changed.
 * @throws Error when there is none, or one of another version
 */
export async function openBeside({ databaseUrl, dataDir, file }: DataPlace): Promise<Store> {
  if (databaseUrl === undefined && !existsSync(file))
    throw new Error(`There is no database in ${dataDir}. Is DATA_DIR the right one?`);
  const engine = databaseUrl ? postgresEngine(databaseUrl) : sqliteEngine(file);
  // A dump of much takes longer than a desk gives any statement.
  const db = new Kysely<Database>({ dialect: engine.patientDialect ?? engine.dialect });
  const store: Store = { db, engine, epoch: "", close: () => db.destroy() };
  try {
    const here = await readMigrations(store);
    const known = Object.keys(migrations(engine));
    if (here.join() !== known.join())
      throw new Error(
        `The tables are those of ${here.length < known.length ? "an older" : "a newer"} version. Start this version's desk on ` +
          "them once, or use the version that the desk runs.",
      );
  } catch (error) {
    await store.close();
    throw error;
  }
  installStore(store);
  return store;
}

/** What has been done to the tables of a database, in order. */
async function readMigrations({ db }: Store) {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === "kysely_migration"))
    throw new Error("There are no tables of a desk in this database.");
  const rows = await db
    .selectFrom("kysely_migration" as "meta")
    .select("name" as "key")
    .orderBy("name" as "key")
    .execute();
  return rows.map((row) => (row as unknown as { name: string }).name);
}

/** Holds DATA_DIR against a desk that would start; undefined while one runs on it. */
export function tryLock(dataDir: string): (() => void) | undefined {
  try {
    return lockDirectory(dataDir);
  } catch (error) {
    if (/^Another desk/.test((error as Error).message)) return undefined;
    throw error;
  }
}

/** Ends the script with what went wrong in plain words. */
export function fail(error: unknown): never {
  console.error(hideSecrets(error instanceof Error ? error.message : String(error)));
  process.exit(1);
}

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { Kysely, type Transaction } from "kysely";
import { Migrator } from "kysely/migration";
import { v7 as uuid } from "uuid";
import { type Engine, postgresEngine, sqliteEngine } from "./dialects";
import { tryLockDatabase } from "./lock-database";
import { migrations } from "./migrations";
import type { Database } from "./schema";

export type Db = Kysely<Database>;
export type Tx = Transaction<Database>;

export type Store = {
  db: Db;
  engine: Engine;
  /** Names this database's log. A new database has another, and so has one that is restored: its log goes on differently. */
  epoch: string;
  close: () => Promise<void>;
};

/**
 * Opens the database and brings its tables up to date. Without a `databaseUrl` it is the SQLite file in `dataDir`, which
 * stays locked against a second desk until `close`; a database that others share is locked against a restore.
 * @throws Error that says what to do when another desk holds `dataDir`, during a restore, or when a migration fails.
 */
export async function openStore(settings: {
  databaseUrl: string | undefined;
  dataDir: string;
}): Promise<Store> {
  const unlock = settings.databaseUrl
    ? await shareDatabase(settings.databaseUrl)
    : lockDirectory(settings.dataDir);
  const engine = settings.databaseUrl
    ? postgresEngine(settings.databaseUrl)
    : sqliteEngine(join(/* turbopackIgnore: true */ settings.dataDir, "mostrador.db"));
  const db = new Kysely<Database>({ dialect: engine.dialect });
  const close = async () => {
    await engine.checkpoint(db).catch(() => {});
    await db.destroy();
    await unlock();
  };
  try {
    await migrate(db, engine);
    return { db, engine, epoch: await readEpoch(db), close };
  } catch (error) {
    await close();
    throw settings.databaseUrl ? unusable(error as Error) : error;
  }
}

const unusable = ({ message }: Error) =>
  new Error(
    `The database that DATABASE_URL names can't be used: ${message}. Check that it runs, that the address, user and ` +
      "password are right, and that the user may create tables in it.",
  );

async function shareDatabase(databaseUrl: string) {
  const unlock = await tryLockDatabase(databaseUrl, { alone: false }).catch((error: Error) => {
    throw unusable(error);
  });
  if (unlock) return unlock;
  throw new Error(
    "A backup is being put back into this database. Start the desk when that is done.",
  );
}

/**
 * An SQLite lock, since the system frees it with the process, however that ends.
 * @returns the way to free it @throws Error that says what to do when a desk runs on it
 */
export function lockDirectory(dataDir: string) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = new BetterSqlite3(join(/* turbopackIgnore: true */ dataDir, "desk.lock"), {
    timeout: 0,
  });
  try {
    lock.exec("begin exclusive");
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code !== "SQLITE_BUSY") throw error;
    throw new Error(
      `Another desk is running on ${dataDir}. Stop it first, or give this one a DATA_DIR of its own; several desks on ` +
        "the same data need PostgreSQL (DATABASE_URL).",
    );
  }
  return () => lock.close();
}

async function migrate(db: Db, engine: Engine) {
  const provider = { getMigrations: () => Promise.resolve(migrations(engine)) };
  const { patientDialect: dialect } = engine;
  const patient = dialect && new Kysely<Database>({ dialect });
  const { error } = await new Migrator({ db: patient ?? db, provider }).migrateToLatest();
  await patient?.destroy();
  if (error) throw error;
}

async function readEpoch(db: Db) {
  await db
    .insertInto("meta")
    .values({ key: "epoch", value: uuid().slice(-8) })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .execute();
  const row = await db
    .selectFrom("meta")
    .select("value")
    .where("key", "=", "epoch")
    .executeTakeFirstOrThrow();
  return row.value;
}

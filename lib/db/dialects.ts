import { closeSync, openSync } from "node:fs";
import BetterSqlite3 from "better-sqlite3";
import {
  type ColumnDefinitionBuilder,
  CompiledQuery,
  type Dialect,
  type Kysely,
  PostgresDialect,
  type RawBuilder,
  SqliteDialect,
  SqliteDriver,
  sql,
} from "kysely";
import pg from "pg";
import { likePattern } from "./like-pattern";
import { deskLock } from "./lock-database";
import { openPatientPool, openPool } from "./postgres-pool";
import type { Database } from "./schema";

/** All that differs between the two databases. */
export type Engine = {
  name: "sqlite" | "postgres";
  dialect: Dialect;
  /** For migrations and backups, which may take their time; undefined where `dialect` lets everything. */
  patientDialect: Dialect | undefined;
  counter: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;
  counterType: "integer" | "bigserial";
  /** Run first in every writing transaction: one writer at a time, so that the log's order is the order of commits. */
  lockWriter: (db: Kysely<Database>) => Promise<void>;
  createSearchIndex: (db: Kysely<Database>) => Promise<void>;
  /** Rows of `conversations` whose search_text holds the text, by an index where the text has three letters or more. */
  searchMatches: (text: string) => RawBuilder<boolean>;
  /** Tells other processes that the log grew; undefined where there are none. */
  notify: ((db: Kysely<Database>) => Promise<void>) | undefined;
  listen: ((wake: () => void) => () => Promise<void>) | undefined;
  checkpoint: (db: Kysely<Database>) => Promise<void>;
  /** How many of its connections do what; undefined where it has but one. */
  connections: (() => { busy: number; idle: number; waiting: number }) | undefined;
  /** What time it is there, in ms since 1970, and how many desks go by it; undefined where its clock is ours. */
  readClock: ((db: Kysely<Database>) => Promise<{ ms: number; desks: number }>) | undefined;
};

const writerLock = 7_303_001;
const channel = "mostrador_live";

export function sqliteEngine(file: string): Engine {
  return {
    name: "sqlite",
    dialect: new ImmediateSqliteDialect({ database: () => Promise.resolve(openSqlite(file)) }),
    patientDialect: undefined,
    counter: (column) => column.primaryKey().autoIncrement(),
    counterType: "integer",
    lockWriter: () => Promise.resolve(),
    createSearchIndex: createTrigramTable,
    searchMatches: (text) =>
      [...text].length < 3
        ? sql<boolean>`search_text like ${likePattern(text)} escape '\\'`
        : sql<boolean>`n in (select rowid from conversation_search where search_text match ${`"${text.replaceAll('"', '""')}"`})`,
    notify: undefined,
    listen: undefined,
    checkpoint: async (db) => {
      await sql`pragma wal_checkpoint(truncate)`.execute(db);
    },
    connections: undefined,
    readClock: undefined,
  };
}

export function postgresEngine(url: string): Engine {
  // Counts and times are far below 2^53.
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = openPool(url);
  return {
    name: "postgres",
    dialect: new PostgresDialect({ pool }),
    patientDialect: new PostgresDialect({ pool: openPatientPool(url) }),
    counter: (column) => column.primaryKey(),
    counterType: "bigserial",
    lockWriter: async (db) => {
      await sql`select pg_advisory_xact_lock(${sql.lit(writerLock)})`.execute(db);
    },
    createSearchIndex: async (db) => {
      await sql`create extension if not exists pg_trgm`.execute(db);
      await sql`create index conversations_search on conversations using gin (search_text gin_trgm_ops)`.execute(
        db,
      );
    },
    searchMatches: (text) => sql<boolean>`search_text like ${likePattern(text)}`,
    notify: async (db) => {
      await sql`select pg_notify(${channel}, '')`.execute(db);
    },
    listen: (wake) => listenForever(url, wake),
    checkpoint: () => Promise.resolve(),
    connections: () => ({
      busy: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    readClock: async (db) => {
      const now = sql<{ ms: number; desks: number }>`
        select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms, (
          select count(*) from pg_locks
          where locktype = 'advisory' and classid = 0 and objid = ${sql.lit(deskLock)} and granted
            and database = (select oid from pg_database where datname = current_database())
        ) as desks`;
      return (await now.execute(db)).rows[0]!;
    },
  };
}

function openSqlite(file: string) {
  // SQLite would make it readable to everybody; what it puts beside the file has the file's rights.
  closeSync(openSync(file, "a", 0o600));
  const database = new BetterSqlite3(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.pragma("foreign_keys = ON");
  database.pragma("busy_timeout = 5000");
  database.pragma("cache_size = -65536");
  database.pragma("mmap_size = 268435456");
  // Without figures about the rows its planner walks a whole list for the few that one agent has.
  database.pragma("optimize = 0x10002");
  return {
    prepare: rememberStatements((text) => database.prepare(text)),
    close: () => database.close(),
  };
}

/** Kysely prepares a statement for every call; the same texts come again and again. */
function rememberStatements(prepare: (text: string) => BetterSqlite3.Statement) {
  const statements = new Map<string, BetterSqlite3.Statement>();
  return (text: string) => {
    const known = statements.get(text);
    if (known && !known.busy) return known;
    const made = prepare(text);
    if (statements.size >= 500) statements.delete(statements.keys().next().value as string);
    statements.set(text, made);
    return made;
  };
}

/** A deferred transaction that turns into a writer can fail with SQLITE_BUSY_SNAPSHOT; an immediate one waits its turn. */
class ImmediateSqliteDialect extends SqliteDialect {
  readonly #config: ConstructorParameters<typeof SqliteDialect>[0];

  constructor(config: ConstructorParameters<typeof SqliteDialect>[0]) {
    super(config);
    this.#config = config;
  }

  override createDriver() {
    const driver = new SqliteDriver(this.#config);
    driver.beginTransaction = async (connection) => {
      await connection.executeQuery(CompiledQuery.raw("begin immediate"));
    };
    // A full disk ends the transaction by itself; that there is none left to undo must not hide why.
    driver.rollbackTransaction = async (connection) => {
      await connection.executeQuery(CompiledQuery.raw("rollback")).catch((error: Error) => {
        if (!/no transaction is active/.test(error.message)) throw error;
      });
    };
    return driver;
  }
}

async function createTrigramTable(db: Kysely<Database>) {
  await sql`create virtual table conversation_search using fts5(
    search_text, content='conversations', content_rowid='n', tokenize='trigram', detail='full')`.execute(
    db,
  );
  await sql`create trigger conversation_search_insert after insert on conversations begin
    insert into conversation_search(rowid, search_text) values (new.n, new.search_text); end`.execute(
    db,
  );
  await sql`create trigger conversation_search_update after update of search_text on conversations
    when old.search_text is not new.search_text begin
    insert into conversation_search(conversation_search, rowid, search_text) values ('delete', old.n, old.search_text);
    insert into conversation_search(rowid, search_text) values (new.n, new.search_text); end`.execute(
    db,
  );
}

/** Holds one connection that LISTENs; when it is lost another is made after a second, and until then the poll serves. */
function listenForever(url: string, wake: () => void) {
  let stopped = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  const connect = async () => {
    if (stopped) return;
    const next = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    client = next;
    const again = () => {
      if (client !== next || stopped) return;
      client = undefined;
      timer = setTimeout(() => void connect(), 1_000);
    };
    next.on("notification", wake).on("error", again).on("end", again);
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
      wake();
    } catch {
      again();
    }
  };
  void connect();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await client?.end().catch(() => {});
  };
}

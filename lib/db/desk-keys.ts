import { createHash, randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { EncryptionKey } from "@/lib/env";
import { isUnavailable } from "./is-unavailable";
import type { Db, Store, Tx } from "./open";
import { checkKeys } from "./sealed-values";
import { write } from "./store";

const prefix = "desk:";
/** A desk on PostgreSQL says so often that it runs; one that has been silent for so long has ended. */
const renewMs = 20_000;
const silentMs = 90_000;

/** Names a key and doesn't give it away. */
const printOf = ({ id, key }: EncryptionKey) =>
  `${id}:${createHash("sha256").update("mostrador").update(key).digest("hex").slice(0, 16)}`;

/**
 * Tells whoever would seal anew which keys this desk opens with, and only then looks whether it has all that it needs: a
 * key that is changed meanwhile is met by the one or the other. What it returns takes the word back.
 * @throws Error that names the key that is missing or wrong
 */
export async function announceKeys({ db, engine }: Store, keys: EncryptionKey[]) {
  const name = `${prefix}${randomUUID()}`;
  const prints = keys.map(printOf).join(",");
  const announce = (tx: Tx) =>
    sql`insert into meta (key, value) values (${name}, ${wordsOf(engine.name, prints)})
      on conflict (key) do update set value = excluded.value`.execute(tx);
  const withdraw = () =>
    db
      .deleteFrom("meta")
      .where("key", "=", name)
      .execute()
      .catch(() => {});
  const begin = async (tx: Tx) => {
    // Of those that a crash ended; in PostgreSQL others run.
    const ended = tx.deleteFrom("meta").where("key", "like", `${prefix}%`);
    await (engine.name === "sqlite"
      ? ended
      : ended.where(saidWithin(10 * silentMs, false))
    ).execute();
    await announce(tx);
  };
  // On a full disk the desk starts all the same, and says it as soon as it can.
  const said = await write(begin).then(
    () => true,
    (error: unknown) => {
      if (isUnavailable(error)) return false;
      throw error;
    },
  );
  const renewal =
    (engine.name === "postgres" || !said) &&
    setInterval(() => void write(begin).catch(() => {}), renewMs).unref();
  const stop = async () => {
    if (renewal) clearInterval(renewal);
    await withdraw();
  };
  await checkKeys(db, keys).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return stop;
}

const now = sql`(extract(epoch from clock_timestamp()) * 1000)::bigint`;

/** By the database's clock: those of several machines differ. */
const wordsOf = (engine: Store["engine"]["name"], prints: string) =>
  engine === "postgres" ? sql<string>`${prints}::text || '@' || ${now}` : sql<string>`${prints}`;

const saidWithin = (ms: number, within = true) =>
  sql<boolean>`(split_part(value, '@', 2)::bigint > ${now} - ${sql.lit(ms)}) = ${sql.lit(within)}`;

/** What the desks that run say of their keys; on SQLite also what one that a crash ended said last. */
export async function readAnnounced(db: Db | Tx, engine: Store["engine"]) {
  let query = db.selectFrom("meta").select("value").where("key", "like", `${prefix}%`);
  if (engine.name === "postgres") query = query.where(saidWithin(silentMs));
  const rows = await query.execute();
  return rows.map(({ value }) => {
    const prints = value.split("@")[0]!.split(",");
    return {
      knows: (key: EncryptionKey) => prints.includes(printOf(key)),
      sealsWith: (key: EncryptionKey) => prints[0] === printOf(key),
    };
  });
}

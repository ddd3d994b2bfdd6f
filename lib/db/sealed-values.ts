import { sql } from "kysely";
import type { EncryptionKey } from "@/lib/env";
import { seal, sealedBy, unseal } from "@/lib/seal";
import type { Db, Tx } from "./open";
import { type SealedColumn, sealedColumns, sealedIn } from "./sealed-columns";
import { write } from "./store";

type SealedValue = { id: string; value: string };

const pageSize = 100;

/** In the order of their ids. */
async function readPage(db: Db | Tx, { table, column }: SealedColumn, after: string) {
  const { rows } = await sql<SealedValue>`
    select id, ${sql.ref(column)} as value from ${sql.table(table)}
    where ${sql.ref(column)} is not null and id > ${after} order by id limit ${pageSize}`.execute(
    db,
  );
  return rows;
}

const identityOf = ({ table, column }: SealedColumn, id: string) =>
  // The column is one of its table's.
  sealedIn(table, id, column as never);

const opens = (place: SealedColumn, { id, value }: SealedValue, keys: EncryptionKey[]) => {
  try {
    unseal(value, identityOf(place, id), keys);
    return true;
  } catch {
    return false;
  }
};

/** How many values each key has sealed, by their columns, and whether a key of this ring opens any of them. */
export type KeyUse = { counts: Map<string, number>; opens: boolean };

export async function readKeyUse(db: Db | Tx, keys: EncryptionKey[]): Promise<Map<string, KeyUse>> {
  const uses = new Map<string, KeyUse>();
  for (const place of sealedColumns) {
    const name = `${place.table}.${place.column}`;
    for (let after = "", page: SealedValue[] = []; ; after = page.at(-1)!.id) {
      page = await readPage(db, place, after);
      for (const each of page) {
        const keyId = sealedBy(each.value);
        if (keyId === undefined) continue;
        const use = uses.get(keyId) ?? { counts: new Map(), opens: false };
        use.counts.set(name, (use.counts.get(name) ?? 0) + 1);
        use.opens ||= opens(place, each, keys);
        uses.set(keyId, use);
      }
      if (page.length < pageSize) break;
    }
  }
  return uses;
}

/**
 * Makes sure that every stored secret was sealed by a key of the ring. One value that was changed or moved is that
 * record's trouble; none at all that opens is a wrong key.
 * @throws Error that names the key and what it sealed
 */
export async function checkKeys(db: Db | Tx, keys: EncryptionKey[]) {
  for (const [id, { counts, opens: some }] of await readKeyUse(db, keys)) {
    const sealed = [...counts].map(([name, count]) => `${name} (${count})`).join(", ");
    const known = keys.some((key) => key.id === id);
    if (known && some) continue;
    throw new Error(
      `${
        known
          ? `The key "${id}" in ENCRYPTION_KEYS is not the one that sealed ${sealed}: it opens none of it.`
          : `ENCRYPTION_KEYS has no key "${id}", which sealed ${sealed}.`
      } Put the right one back, behind the one that is to seal: "id:key,${id}:key" (without the setting it stands in the ` +
        `file encryption-keys in DATA_DIR). If it is lost for good, "npm run rotate-keys -- --forget ${id}" deletes what ` +
        "it sealed, and people enter it anew.",
    );
  }
}

/**
 * Seals by the first key what others have sealed, in small transactions; `mayGoOn` is asked in each. Calling it again
 * goes on where it ended.
 * @returns how many values it sealed anew, and which ones don't open
 */
export async function resealAll(keys: EncryptionKey[], mayGoOn: (tx: Tx) => Promise<void>) {
  const unopened: string[] = [];
  let resealed = 0;
  for (const place of sealedColumns) {
    for (let after: string | undefined = ""; after !== undefined; ) {
      const page: Page = await write(async (tx) => {
        await mayGoOn(tx);
        return resealPage(tx, place, after ?? "", keys);
      });
      resealed += page.resealed;
      unopened.push(...page.unopened);
      after = page.last;
    }
  }
  return { resealed, unopened };
}

type Page = { resealed: number; unopened: string[]; last: string | undefined };

async function resealPage(
  tx: Tx,
  place: SealedColumn,
  after: string,
  keys: EncryptionKey[],
): Promise<Page> {
  const rows = await readPage(tx, place, after);
  const result: Page = { resealed: 0, unopened: [], last: undefined };
  for (const { id, value } of rows) {
    if (sealedBy(value) === keys[0]!.id) continue;
    const identity = identityOf(place, id);
    if (!opens(place, { id, value }, keys)) {
      result.unopened.push(identity);
      continue;
    }
    const anew = seal(unseal(value, identity, keys), identity, keys);
    result.resealed += await replace(tx, place, { id, value }, anew);
  }
  if (rows.length === pageSize) result.last = rows.at(-1)!.id;
  return result;
}

/** What somebody has changed meanwhile stays as he left it. */
async function replace(
  tx: Tx,
  { table, column }: SealedColumn,
  { id, value }: SealedValue,
  anew: string,
) {
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = ${anew}
    where id = ${id} and ${sql.ref(column)} = ${value}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** Deletes what a lost key has sealed, and what only makes sense with it. @returns how many values */
export function forgetSealedBy(keyId: string) {
  return write(async (tx) => {
    let forgotten = 0;
    for (const place of sealedColumns) {
      const { table, column } = place;
      const cleared = [column, ...place.alongside].map((name) => sql`${sql.ref(name)} = null`);
      for (let after = "", page: SealedValue[] = []; ; after = page.at(-1)!.id) {
        page = await readPage(tx, place, after);
        for (const { id } of page.filter(({ value }) => sealedBy(value) === keyId)) {
          await sql`update ${sql.table(table)} set ${sql.join(cleared)} where id = ${id}`.execute(
            tx,
          );
          forgotten += 1;
        }
        if (page.length < pageSize) break;
      }
    }
    return forgotten;
  });
}

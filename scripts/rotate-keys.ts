// Seals stored secrets anew by the first of ENCRYPTION_KEYS, while the desk runs. `--new-key` makes that key first;
// `--forget ID` deletes what a lost key has sealed.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { recordUpkeep } from "@/lib/audit/write-upkeep";
import { readAnnounced } from "@/lib/db/desk-keys";
import type { Store, Tx } from "@/lib/db/open";
import { forgetSealedBy, type KeyUse, readKeyUse, resealAll } from "@/lib/db/sealed-values";
import { write } from "@/lib/db/store";
import { type EncryptionKey, env, readEnv } from "@/lib/env";
import { hideInLogs } from "@/lib/hidden-values";
import { dataPlace, fail, openBeside, tryLock } from "./data-place";
import { replaceFile } from "./replace-file";

const { values: asked } = parseArgs({
  options: { "new-key": { type: "boolean" }, forget: { type: "string" } },
});
const place = dataPlace();
const keysFile = join(place.dataDir, "encryption-keys");
let release: (() => void) | undefined;

try {
  const store = await openBeside(place);
  release = place.databaseUrl ? undefined : tryLock(place.dataDir);
  if (asked.forget !== undefined) await forget(asked.forget);
  else await rotate(store);
  await store.close();
} catch (error) {
  fail(error);
} finally {
  release?.();
}

async function rotate(store: Store) {
  let keys: EncryptionKey[] = env().encryptionKeys;
  const before = await readKeyUse(store.db, keys);
  requireAll(before, keys);
  if (asked["new-key"]) {
    if (before.size > 0 && !before.has(keys[0]!.id))
      console.log(`The first key, ${keys[0]!.id}, seals nothing yet: no other is made.`);
    else keys = addKey();
    if (!release && !place.databaseUrl && !(await allKnow(store, keys[0]!))) {
      console.log(
        "Restart the desk, so that it knows the key, and then run this again without --new-key.",
      );
      return;
    }
  }
  const { resealed, unopened } = await resealAll(keys, (tx) => requireKnown(tx, store, keys[0]!));
  if (resealed > 0) await noteIt({ keyId: keys[0]!.id, resealed });
  report(await readKeyUse(store.db, keys), keys, unopened);
  if (!(await allSealWith(store, keys[0]!)))
    console.log(
      `A desk that runs still seals with another key. Restart it with ${keys[0]!.id} as the first, and run this again.`,
    );
  if (unopened.length > 0) process.exitCode = 1;
}

/** What is in use must open, or it would be given up for lost only after the change. */
function requireAll(uses: Map<string, KeyUse>, keys: EncryptionKey[]) {
  for (const id of uses.keys())
    if (!keys.some((key) => key.id === id))
      throw new Error(`ENCRYPTION_KEYS has no key "${id}", which sealed some of what is stored.`);
}

/** The file keeps the ring where the setting doesn't. */
function addKey(): EncryptionKey[] {
  if (process.env.ENCRYPTION_KEYS?.trim() || !existsSync(keysFile))
    throw new Error(
      'ENCRYPTION_KEYS is set, so the key is made by you: "openssl rand -base64 32". Put "id:that," before the others and ' +
        "restart the desk; where several desks run, put it last at first and restart them all, then first.",
    );
  const made = `k${Date.now().toString(36)}:${randomBytes(32).toString("base64")}`;
  hideInLogs(made);
  replaceFile(keysFile, `${made},${readFileSync(keysFile, "utf8").trim()}`);
  const { encryptionKeys } = readEnv(process.env);
  console.log(`A new key, ${encryptionKeys[0].id}, stands first in ${keysFile}.`);
  return encryptionKeys;
}

/** A desk that doesn't know the key couldn't open what it seals from now on. */
async function requireKnown(tx: Tx, store: Store, key: EncryptionKey) {
  if (await allKnow(store, key, tx)) return;
  throw new Error(
    `A desk that runs doesn't know the key "${key.id}", and could not open what it seals. Restart it with this key in ` +
      "ENCRYPTION_KEYS, and run this again. What was sealed anew until now, it can open.",
  );
}

async function allKnow(store: Store, key: EncryptionKey, db: Tx | Store["db"] = store.db) {
  if (release) return true;
  const desks = await readAnnounced(db, store.engine);
  // On SQLite somebody holds the folder, so there is one.
  if (desks.length === 0 && store.engine.name === "sqlite") return false;
  return desks.every((desk) => desk.knows(key));
}

async function allSealWith(store: Store, key: EncryptionKey) {
  return (
    release !== undefined ||
    (await readAnnounced(store.db, store.engine)).every((desk) => desk.sealsWith(key))
  );
}

function report(uses: Map<string, KeyUse>, keys: EncryptionKey[], unopened: string[]) {
  for (const { id } of keys) {
    const counts = [...(uses.get(id)?.counts ?? [])];
    const sum = counts.reduce((total, [, count]) => total + count, 0);
    const columns = counts.map(([name, count]) => `${name} ${count}`).join(", ");
    console.log(`${id}: ${sum === 0 ? "seals nothing" : `${sum} (${columns})`}`);
  }
  for (const identity of unopened)
    console.log(`${identity} can't be opened: it was changed or moved. Save it again.`);
  const idle = keys.slice(1).filter(({ id }) => !uses.has(id));
  if (idle.length > 0)
    console.log(
      `${idle.map(({ id }) => id).join(", ")} may go from ENCRYPTION_KEYS; older backups still need it.`,
    );
}

async function forget(keyId: string) {
  if (!place.databaseUrl && !release) throw new Error("Stop the desk first.");
  const forgotten = await forgetSealedBy(keyId);
  await noteIt({ keyId, forgotten });
  console.log(
    `${forgotten} values that ${keyId} had sealed are deleted. Save the projects' credentials and webhook secrets again; ` +
      "whoever had a second factor sets it up anew.",
  );
}

function noteIt(detail: Record<string, unknown>) {
  return write((tx) => recordUpkeep(tx, "keys.changed", detail));
}

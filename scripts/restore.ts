// Puts a backup in the place that the settings name, where no desk runs. `--replace` keeps what is there aside;
// `--resume-closes` leaves the projects' closes as they were.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Db } from "@/lib/db/open";
import { checkKeys } from "@/lib/db/sealed-values";
import { readEnv } from "@/lib/env";
import type { Manifest } from "./backup/manifest";
import { placePostgres } from "./backup/place-postgres";
import { hasData, placeSqlite } from "./backup/place-sqlite";
import { prepareRestored } from "./backup/prepare-restored";
import { readBackup, unpack } from "./backup/unpack";
import { type DataPlace, dataPlace, fail, tryLock } from "./data-place";
import { replaceFile } from "./replace-file";

const { values: asked, positionals } = parseArgs({
  options: { replace: { type: "boolean" }, "resume-closes": { type: "boolean" } },
  allowPositionals: true,
});
const pauseCloses = !asked["resume-closes"];
const unpacking = ".restore-";
process.umask(0o077);

try {
  await restore(dataPlace());
} catch (error) {
  fail(error);
}

async function restore(place: DataPlace) {
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0)
    throw new Error("Say which backup: npm run restore -- FILE [--replace] [--resume-closes]");
  const { archive, manifest } = await readBackup(resolve(path), place);
  mkdirSync(place.dataDir, { recursive: true, mode: 0o700 });
  const release = tryLock(place.dataDir);
  if (!release) throw new Error(`A desk runs on ${place.dataDir}. Stop it first.`);
  if (!place.databaseUrl && hasData(place) && !asked.replace)
    throw new Error(
      `There are data in ${place.dataDir} already. With --replace they are kept aside and the backup takes their place.`,
    );
  // Of one that was killed: nobody else works here now.
  for (const name of readdirSync(place.dataDir))
    if (name.startsWith(unpacking)) rmSync(join(place.dataDir, name), { recursive: true });
  const folder = await mkdtemp(join(place.dataDir, unpacking));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  process.once("exit", release);
  await unpack(archive, manifest, folder);
  let trouble: string | undefined;
  const prepare = async (db: Db) => {
    await prepareRestored(db, manifest, { pauseCloses });
    trouble = await findKeyTrouble(db, place, folder);
  };
  const aside = place.databaseUrl
    ? await placePostgres(place, folder, { replace: asked.replace === true, prepare })
    : await placeSqlite(place, folder, prepare);
  const keysAt = placeKeys(place, folder);
  release();
  report(manifest, { aside, keysAt, trouble });
}

/** The ring as the next start will find it; undefined where there is none yet. */
function ringOf({ dataDir }: DataPlace, unpacked: string): string | undefined {
  const texts = [
    process.env.ENCRYPTION_KEYS?.trim() || readText(join(dataDir, "encryption-keys")),
    readText(join(unpacked, "keys/encryption-keys")),
  ];
  const keys = texts.flatMap((text) => text?.split(",").map((key) => key.trim()) ?? []);
  return keys.length > 0 ? [...new Set(keys)].join(",") : undefined;
}

/** Why the desk would not start, if it wouldn't. */
async function findKeyTrouble(db: Db, place: DataPlace, unpacked: string) {
  const ring = ringOf(place, unpacked);
  const keys = ring
    ? readEnv({ DATA_DIR: place.dataDir, ENCRYPTION_KEYS: ring, NEXTAUTH_SECRET: "x".repeat(16) })
        .encryptionKeys
    : [];
  try {
    await checkKeys(db, keys);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** A desk whose settings have the keys doesn't read them from a file, so there they lie beside it. */
function placeKeys(place: DataPlace, unpacked: string) {
  const from = join(unpacked, "keys/encryption-keys");
  if (!existsSync(from)) return undefined;
  const bySetting = place.databaseUrl !== undefined || Boolean(process.env.ENCRYPTION_KEYS?.trim());
  const to = join(place.dataDir, bySetting ? "encryption-keys.restored" : "encryption-keys");
  replaceFile(to, bySetting ? readFileSync(from, "utf8") : ringOf(place, unpacked)!);
  return to;
}

function readText(path: string) {
  return existsSync(path) ? readFileSync(path, "utf8").trim() : undefined;
}

function report(
  { madeAt, counts, uploads, keys }: Manifest,
  { aside, keysAt, trouble }: Record<"aside" | "keysAt" | "trouble", string | undefined>,
) {
  const sums = Object.entries(counts).map(([table, count]) => `${table} ${count}`);
  console.log(`Restored as of ${new Date(madeAt).toISOString()}: ${sums.join(", ")}`);
  if (aside) console.log(`What was there before is kept in ${aside}.`);
  if (uploads === "bucket")
    console.log("The files that people sent are in the bucket; set S3_… as before.");
  if (keysAt) console.log(`Its keys are in ${keysAt}.`);
  console.log(
    trouble ??
      (Object.keys(keys).length > 0
        ? `The keys that it needs are here: ${Object.keys(keys).join(", ")}.`
        : "It holds no stored secrets, so it needs no key."),
  );
  console.log("Everybody signs in anew.");
  if (pauseCloses)
    console.log(
      "Closes are paused in every project, since customers may have written after the backup. Look, then resume them " +
        "under Proyectos.",
    );
}

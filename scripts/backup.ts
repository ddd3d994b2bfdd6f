// Copies all of the desk's data into one file, while it runs. `--to` names a folder or the file; `--with-keys` adds the
// keys, without which the stored secrets in it can't be opened.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from "node:fs";
import { mkdtemp, open } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Store } from "@/lib/db/open";
import packageJson from "../package.json" with { type: "json" };
import type { Manifest } from "./backup/manifest";
import { takeSnapshot } from "./backup/snapshot";
import { createArchive, type Summed } from "./backup/tar";
import { type DataPlace, dataPlace, fail, openBeside } from "./data-place";
import { flushFolder } from "./replace-file";

const { values: asked } = parseArgs({
  options: { to: { type: "string" }, "with-keys": { type: "boolean" } },
});
const unfinished = ".mostrador-backup-";
process.umask(0o077);

try {
  await backUp(dataPlace());
} catch (error) {
  fail(error);
}

async function backUp(place: DataPlace) {
  const store = await openBeside(place);
  const target = targetOf(place);
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  if (existsSync(target)) throw new Error(`${target} is there already.`);
  removeLeftovers(dirname(target));
  const folder = await mkdtemp(join(dirname(target), unfinished));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => process.exit(130));
  requireRoom(place, folder);
  const { manifest, archive } = await pack(store, place, folder);
  renameSync(archive, target);
  flushFolder(dirname(target));
  await store.close();
  remove();
  report(target, manifest);
}

function targetOf({ dataDir }: DataPlace) {
  const name = `mostrador-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}.tar`;
  if (asked.to === undefined) return join(dataDir, "backups", name);
  const to = resolve(asked.to);
  const isFolder = asked.to.endsWith("/") || (existsSync(to) && statSync(to).isDirectory());
  return isFolder ? join(to, name) : to;
}

/** Of one that was killed. No backup takes a day. */
function removeLeftovers(folder: string) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name.startsWith(unfinished) && statSync(path).mtimeMs < Date.now() - 86_400_000)
      rmSync(path, { recursive: true, force: true });
  }
}

/** The copy of the database and the archive with it lie beside each other for a while. */
function requireRoom(place: DataPlace, folder: string) {
  if (place.databaseUrl) return;
  const { bavail, bsize } = statfsSync(folder);
  const needed = 2 * statSync(place.file).size;
  if (bavail * bsize < needed)
    throw new Error(
      `There is no room in ${dirname(folder)}: this takes about ${Math.ceil(needed / 1024 ** 2)} MB. Name another place by --to.`,
    );
}

async function pack(store: Store, place: DataPlace, folder: string) {
  const madeAt = Date.now();
  const { name, file, facts } = await takeSnapshot(store, place, folder);
  const path = join(folder, "archive");
  const archive = await createArchive(path);
  const files: Summed[] = [];
  const missing: string[] = [];
  const add = async (as: string, from: string) => {
    const handle = await open(from);
    try {
      files.push(await archive.addFile(as, handle));
    } finally {
      await handle.close();
    }
  };
  try {
    await add(name, file);
    rmSync(file);
    const inBucket = Boolean(process.env.S3_BUCKET?.trim());
    for (const { id } of inBucket ? [] : facts.uploads) {
      const part = `${id.slice(0, 2).toLowerCase()}/${id}`;
      try {
        await add(`uploads/${part}`, join(place.dataDir, "uploads", part));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
        if (await isKept(store, id)) missing.push(id);
      }
    }
    if (asked["with-keys"])
      for (const [as, text] of readKeys(place))
        files.push(await archive.addText(`keys/${as}`, text));
    const { uploads: _uploads, ...said } = facts;
    const manifest: Manifest = {
      format: 1,
      version: packageJson.version,
      engine: store.engine.name,
      madeAt,
      ...said,
      uploads: inBucket ? "bucket" : "files",
      missing,
      files,
    };
    await archive.addText("manifest.json", JSON.stringify(manifest, null, 2));
    await archive.finish();
    return { manifest, archive: path };
  } catch (error) {
    await archive.abandon();
    throw error;
  }
}

/** One that is still arriving isn't part of a message, and what was deleted meanwhile has no row, or a due one. */
async function isKept({ db }: Store, id: string) {
  const row = await db
    .selectFrom("uploads")
    .select("id")
    .where("id", "=", id)
    .where("message_id", "is not", null)
    .where("delete_after", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}

function readKeys({ dataDir }: DataPlace): [string, string][] {
  return (["ENCRYPTION_KEYS", "NEXTAUTH_SECRET"] as const).flatMap((setting) => {
    const name = setting.toLowerCase().replaceAll("_", "-");
    const file = join(dataDir, name);
    const text =
      process.env[setting]?.trim() || (existsSync(file) && readFileSync(file, "utf8").trim());
    if (!text)
      throw new Error(
        `${setting} is neither set nor in ${file}: run this with the desk's settings.`,
      );
    return [[name, text]];
  });
}

function report(target: string, { counts, keys, missing, uploads }: Manifest) {
  const sums = Object.entries(counts).map(([table, count]) => `${table} ${count}`);
  console.log(`${target} (${Math.ceil(statSync(target).size / 1024)} kB): ${sums.join(", ")}`);
  if (uploads === "bucket")
    console.log("The files that people sent are in the bucket, and not in it.");
  if (missing.length > 0)
    console.log(
      `${missing.length} files that messages have were not there; the manifest names them.`,
    );
  const ids = Object.keys(keys).join(", ");
  if (asked["with-keys"])
    console.log("It holds the keys: who has the file can open the stored secrets.");
  else if (ids)
    console.log(
      `The stored secrets in it need ${ids} of ENCRYPTION_KEYS, not in it: keep those elsewhere.`,
    );
}

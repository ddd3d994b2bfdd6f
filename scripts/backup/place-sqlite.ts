import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Kysely } from "kysely";
import { sqliteEngine } from "@/lib/db/dialects";
import type { Db } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import type { DataPlace } from "../data-place";
import { flushFolder } from "../replace-file";

/** Where what was there before is kept. */
export const asideName = () =>
  `before-restore-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}`;

const databaseFiles = ["mostrador.db", "mostrador.db-wal", "mostrador.db-shm"];

export const hasData = ({ dataDir, file }: DataPlace) => existsSync(file) || hasUploads(dataDir);

export function hasUploads(dataDir: string) {
  const folder = join(dataDir, "uploads");
  return existsSync(folder) && readdirSync(folder).some((name) => name !== "tmp");
}

/** The unpacked database is made ready first and takes its place last: until then nothing has changed. */
export async function placeSqlite(
  { dataDir }: DataPlace,
  unpacked: string,
  prepare: (db: Db) => Promise<void>,
) {
  const file = join(unpacked, "database.sqlite");
  const db = new Kysely<Database>({ dialect: sqliteEngine(file).dialect });
  try {
    await prepare(db);
  } finally {
    await db.destroy();
  }
  const aside = hasData({ dataDir, file: join(dataDir, "mostrador.db"), databaseUrl: undefined })
    ? putAside(dataDir, [...databaseFiles, "uploads"])
    : undefined;
  placeUploads(dataDir, unpacked);
  renameSync(file, join(dataDir, "mostrador.db"));
  flushFolder(dataDir);
  return aside;
}

export function placeUploads(dataDir: string, unpacked: string) {
  const from = join(unpacked, "uploads");
  if (!existsSync(from)) return;
  const to = join(dataDir, "uploads");
  // At most what was arriving when a desk ended lies there.
  rmSync(to, { recursive: true, force: true });
  renameSync(from, to);
}

export function putAside(dataDir: string, names: string[]) {
  const aside = join(dataDir, asideName());
  mkdirSync(aside, { mode: 0o700 });
  for (const name of names)
    if (existsSync(join(dataDir, name))) renameSync(join(dataDir, name), join(aside, name));
  return aside;
}

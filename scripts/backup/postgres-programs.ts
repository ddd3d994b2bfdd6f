import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { sql } from "kysely";
import type { Db } from "@/lib/db/open";
import { hideSecrets } from "@/lib/log";

type Program = "pg_dump" | "pg_restore";

/** PostgreSQL's own program, of the server's version or a newer one. @throws Error that says how to get it */
export async function findProgram(name: Program, db: Db): Promise<string> {
  const { rows } = await sql<{ server_version_num: string }>`show server_version_num`.execute(db);
  const major = Math.floor(Number(rows[0]!.server_version_num) / 10_000);
  const folders = [
    ...(process.env.PG_BINDIR ? [process.env.PG_BINDIR] : []),
    ...(process.env.PATH ?? "").split(":"),
    ...globSync("/usr/lib/postgresql/*/bin"),
    ...globSync("/opt/homebrew/opt/postgresql@*/bin"),
  ];
  const found = folders.filter(Boolean).find((folder) => majorOf(join(folder, name)) >= major);
  if (found) return join(found, name);
  throw new Error(
    `This needs ${name} of PostgreSQL ${major} or newer, which isn't here. Install the client programs ("apt-get install ` +
      `postgresql-client-${major}", "brew install libpq", "apk add postgresql${major}-client"), or name their folder in PG_BINDIR.`,
  );
}

function majorOf(path: string) {
  const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
  return status === 0 ? Number(/(\d+)/.exec(stdout)?.[1] ?? 0) : 0;
}

/** The password goes by the environment: everybody on the machine sees the arguments. @throws Error with what it said */
export async function runProgram(path: string, args: string[], databaseUrl: string) {
  const address = new URL(databaseUrl);
  const password = decodeURIComponent(address.password);
  address.password = "";
  const child = spawn(path, [`--dbname=${address.href}`, "--no-password", ...args], {
    env: { ...process.env, ...(password ? { PGPASSWORD: password } : {}) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(hideSecrets(`${basename(path)} failed: ${said.trim()}`));
}

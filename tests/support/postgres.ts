import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import {
  installedBinaries,
  packagedBinaries,
  type RunAs,
  readableBinaries,
  unprivileged,
} from "./postgres-binaries.ts";

const startsWithinMs = 30_000;

/** It is thrown away, so it need not survive anything. */
const settings = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "max_connections=200",
  "shared_buffers=64MB",
  "log_min_messages=fatal",
];

/**
 * Outlives nobody: it runs PostgreSQL until its standard input ends, which the system sees to however we end, then
 * shuts it down (SIGINT: "fast") and removes its data.
 */
const guard = `"$@" & pid=$!
trap '' INT TERM HUP
while read -r _; do :; done
kill -INT $pid
wait $pid
rm -rf "$0"`;

/** A cluster of its own on loopback. @throws Error that says what is missing */
export async function startPostgres(folder = installedBinaries() ?? packagedBinaries()) {
  if (!folder) {
    throw new Error(
      'The tests need PostgreSQL: install it, or run "npm ci" again to get the packaged one.',
    );
  }
  const runAs = unprivileged();
  const home = mkdtempSync(join(tmpdir(), "mostrador-postgres-"));
  if (runAs.uid && runAs.gid) chownSync(home, runAs.uid, runAs.gid);
  const binaries = readableBinaries(folder, runAs, home);
  const data = join(home, "data");
  makeCluster(binaries, data, runAs);
  const port = await findFreePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const options = settings.flatMap((setting) => ["-c", setting]);
  const postgres = [join(binaries, "postgres"), "-D", data, "-p", String(port), ...options];
  const guards: ChildProcess[] = [];
  const start = async () => {
    const child = spawn("sh", ["-c", guard, home, ...postgres], {
      ...runAs,
      cwd: home,
      // A group of its own: Ctrl+C is for us, and the end of standard input tells it.
      detached: true,
      env: { ...process.env, LC_ALL: "C" },
      stdio: ["pipe", "ignore", "pipe"],
    });
    guards.push(child);
    let complaints = "";
    child.stderr.on("data", (chunk: Buffer) => {
      complaints = (complaints + chunk.toString()).slice(-4_000);
    });
    try {
      await answers(url);
    } catch (cause) {
      await stop();
      throw new Error(`PostgreSQL of ${binaries} did not start. ${complaints}`, { cause });
    }
  };
  const stop = async () => {
    for (const child of guards.reverse()) await stopGuard(child, home);
  };
  /** Its first process, whose others end, stop and go on as it is told. */
  const pid = () => Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
  await start();
  return { url, stop, start, pid };
}

function makeCluster(binaries: string, data: string, runAs: RunAs) {
  const { status, stderr } = spawnSync(
    join(binaries, "initdb"),
    ["-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"],
    { ...runAs, cwd: dirname(data), env: { ...process.env, LC_ALL: "C" }, encoding: "utf8" },
  );
  if (status === 0) return;
  rmSync(dirname(data), { recursive: true, force: true });
  throw new Error(`initdb of ${binaries} failed. ${stderr}`);
}

async function stopGuard(child: ChildProcess, home: string) {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, "exit");
    child.stdin?.end();
    await ended;
  }
  rmSync(home, { recursive: true, force: true });
}

async function findFreePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No free port.");
  return address.port;
}

async function answers(url: string) {
  const deadline = Date.now() + startsWithinMs;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}

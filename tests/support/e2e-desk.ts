import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DeskClient } from "../../scripts/desk-client.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const stopLimitMs = 12_000;

export const adminLogin = { email: "admin@example.com", password: "la-clave-del-admin" };

/** How long the desk under test waits for Jelou's answer. */
export const jelouTimeoutMs = 2_500;

/**
 * The built desk as its users run it: a process of its own, on a free port and an empty database. `wrap` makes of its
 * command line the one that is run, as the same process.
 */
export async function startDesk(
  settings: Record<string, string> = {},
  wrap = (command: string[], _dataDir: string) => command,
) {
  const dataDir = mkdtempSync(join(tmpdir(), "mostrador-e2e-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let output = "";
  let child = await start();

  async function start(): Promise<ChildProcess> {
    const script = ["--import", "./scripts/alias.mjs", "scripts/start.ts"];
    const [program = "", ...parameters] = wrap([process.execPath, ...script], dataDir);
    const started = spawn(program, parameters, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        NODE_ENV: "production",
        HOST: "127.0.0.1",
        PORT: String(port),
        APP_URL: url,
        DATA_DIR: dataDir,
        JELOU_ALLOWED_HOSTS: "127.0.0.1",
        JELOU_TIMEOUT_MS: String(jelouTimeoutMs),
        ...settings,
      },
    });
    for (const stream of [started.stdout, started.stderr])
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
    await new DeskClient(url).untilReady(60_000).catch((error: Error) => {
      started.kill("SIGKILL");
      throw new Error(`${error.message} It said:\n${output}`);
    });
    return started;
  }

  /** The exit code, null where it had to be killed. */
  async function stop() {
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const tooLong = setTimeout(() => child.kill("SIGKILL"), stopLimitMs);
    child.kill("SIGTERM");
    await ended;
    clearTimeout(tooLong);
    return child.exitCode;
  }

  /** As a power cut ends it. */
  async function kill() {
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill("SIGKILL");
    await ended;
  }

  return {
    url,
    port,
    dataDir,
    pid: () => child.pid ?? 0,
    kill,
    /** All that it has printed. */
    output: () => output,
    stop,
    start: async () => {
      child = await start();
    },
    remove: async () => {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A desk whose first admin comes from its settings. */
export async function startDeskWithAdmin() {
  const { email: ADMIN_EMAIL, password: ADMIN_PASSWORD } = adminLogin;
  const process = await startDesk({ ADMIN_EMAIL, ADMIN_PASSWORD });
  const admin = new DeskClient(process.url);
  await admin.signIn(ADMIN_EMAIL, ADMIN_PASSWORD);
  return { ...process, admin };
}

export type Desk = Awaited<ReturnType<typeof startDeskWithAdmin>>;

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No port was free.");
  return address.port;
}

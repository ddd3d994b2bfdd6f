import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { endWithRun, makeFolder } from "../cleaning";
import { root } from "../root";
import { sharedNow } from "../statistics";

export type Server = {
  url: string;
  port: number;
  pid: number;
  /** From the start of the process to its first 200. */
  readyMs: number;
  stop: () => Promise<void>;
};

/** Runs a script of ours with a port of its own and resolves when `readyPath` answers 200. */
export async function startServer(
  script: string,
  readyPath: string,
  env: Record<string, string> = {},
  nodeOptions: string[] = [],
): Promise<Server> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(makeFolder("log"), "output");
  const output = openSync(logFile, "w");
  const startedAt = sharedNow();
  const child = spawn(
    process.execPath,
    [...nodeOptions, "--import", "./scripts/alias.mjs", script],
    {
      cwd: fileURLToPath(root),
      env: { ...process.env, HOST: "127.0.0.1", LOG_LEVEL: "warn", ...env, PORT: String(port) },
      stdio: ["ignore", output, output],
    },
  );
  closeSync(output);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = endWithRun(async () => {
    child.kill("SIGTERM");
    const impatient = setTimeout(() => child.kill("SIGKILL"), 12_000);
    await ended;
    clearTimeout(impatient);
  });
  while (!(await answers(url + readyPath))) {
    if (child.exitCode !== null || sharedNow() - startedAt > 60_000) {
      throw new Error(`${script} did not start:\n${readFileSync(logFile, "utf8")}`);
    }
    await sleep(2);
  }
  return { url, port, pid: child.pid ?? 0, readyMs: sharedNow() - startedAt, stop };
}

const answers = (url: string) =>
  fetch(url).then(
    (response) => response.ok,
    () => false,
  );

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

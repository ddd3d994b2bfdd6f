// Runs the desk: builds if there is no build, serves, and ends cleanly on SIGTERM or SIGINT.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { env } from "@/lib/env";
import { serveDirectly } from "./serve-directly";

const root = fileURLToPath(new URL("..", import.meta.url));
const dev = process.argv.includes("--dev");
const graceMs = 8_000;

Object.assign(process.env, {
  NODE_ENV: dev ? "development" : "production",
  NEXT_TELEMETRY_DISABLED: "1",
});
const { host, port, appUrl, nextAuthSecret } = readSettings();
Object.assign(process.env, { NEXTAUTH_URL: appUrl.origin, NEXTAUTH_SECRET: nextAuthSecret });

if (!dev && !existsSync(`${root}.next/BUILD_ID`)) build();

const { default: next } = await import("next");
const server = createServer();
const app = next({ dev, dir: root, hostname: host, port, httpServer: server });
server.on("request", (request, response) => {
  if (!serveDirectly(request, response)) void handle(request, response);
});
const handle = app.getRequestHandler();
await app.prepare();
server.keepAliveTimeout = 65_000;
server.on("error", (error: NodeJS.ErrnoException) =>
  fail(
    error.code === "EADDRINUSE"
      ? `Port ${port} on ${host} is taken. Set PORT to another one.`
      : `The desk can't listen on ${host}:${port}: ${error.message}`,
  ),
);
server.listen(port, host, () => {
  console.log(`Mostrador listens on http://${host}:${port} and is reached at ${appUrl.origin}`);
});

let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());

/** Streams are said goodbye to and requests finished; a second signal changes nothing. */
async function stop() {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(0), graceMs).unref();
  const { runningDesk } = await import("@/lib/desk");
  await runningDesk()?.stop(new Promise((resolve) => server.close(resolve)));
  process.exit(0);
}

function readSettings() {
  try {
    return env();
  } catch (error) {
    return fail((error as Error).message);
  }
}

function build() {
  const { status } = spawnSync(
    process.execPath,
    ["--import", "./scripts/alias.mjs", "scripts/build.ts"],
    {
      cwd: root,
      stdio: "inherit",
    },
  );
  if (status !== 0) fail("The build failed; what it printed above says why.");
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

// Runs the desk: builds if there is no build, serves, and ends cleanly on SIGTERM or SIGINT.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { fileURLToPath } from "node:url";
import { env } from "@/lib/env";
import { followRequest } from "@/lib/http/follow-request";
import { harden } from "@/lib/http/harden";
import { hideSecrets } from "@/lib/log";
import { requestFacts } from "@/lib/request-facts";
import { limitBody } from "./limit-body";
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

let handle: RequestListener = (_request, response) => {
  response.writeHead(503, { "content-type": "application/json", "retry-after": "1" });
  const message = "The desk is starting. Try again in a moment.";
  const requestId = requestFacts()?.id;
  response.end(JSON.stringify({ error: { code: "unavailable", message, requestId } }));
};
// Nothing here speaks anything but HTTP, and Next would pass an upgrade on to wherever its address says.
const settings = { shouldUpgradeCallback: () => dev, connectionsCheckingInterval: 5_000 };
const server = createServer(settings, (request, response) => {
  limitBody(request);
  harden(request, response, dev);
  followRequest(request, response, () => handle(request, response));
});
server.keepAliveTimeout = 65_000;
// Nobody needs longer to say what he wants; whoever stretches it out holds a connection and nothing else.
server.headersTimeout = 20_000;
// A document of 100 MiB takes its time on a phone's line. Node's own five minutes would cut it off.
server.requestTimeout = 30 * 60_000;
// Who neither sends nor reads for so long has gone; a live stream says something every 15 s.
server.timeout = 120_000;
server.on("error", (error: NodeJS.ErrnoException) =>
  fail(
    error.code === "EADDRINUSE"
      ? `Port ${port} on ${host} is taken. Set PORT to another one.`
      : `The desk can't listen on ${host}:${port}: ${error.message}`,
  ),
);
let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());

// A desk that can't have its port must not begin to work, closes it would make included.
await new Promise<void>((resolve) => server.listen(port, host, resolve));
const { default: next } = await import("next");
const app = next({ dev, dir: root, hostname: host, port, httpServer: server });
await app.prepare();
const handleByNext = app.getRequestHandler();
handle = (request, response) => {
  if (!serveDirectly(request, response)) void handleByNext(request, response);
};
console.log(`Mostrador listens on http://${host}:${port} and is reached at ${appUrl.origin}`);

/** Streams are said goodbye to and requests finished; a second signal changes nothing. */
async function stop() {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(0), graceMs).unref();
  const { runningDesk } = await import("@/lib/desk");
  // Browsers keep their connections, and ask again on them, as long as nobody closes them.
  setInterval(() => server.closeIdleConnections(), 20).unref();
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
  console.error(hideSecrets(message));
  process.exit(1);
}

// Serves the empty app as scripts/start.ts serves the desk.
import { createServer } from "node:http";

Object.assign(process.env, { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" });
const hostname = "127.0.0.1";
const port = Number(process.env.PORT);
const { default: next } = await import("next");
const server = createServer();
const dir = process.env.EMPTY_APP ?? "";
const app = next({ dev: false, dir, hostname, port, httpServer: server });
server.on("request", (request, response) => {
  void handle(request, response);
});
const handle = app.getRequestHandler();
await app.prepare();
server.keepAliveTimeout = 65_000;
server.listen(port, hostname);

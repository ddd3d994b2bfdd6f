// The least that a node:http server can do for a fan-out: what is posted goes to every open stream.
import { createServer, type ServerResponse } from "node:http";

const viewers = new Set<ServerResponse>();

createServer((request, response) => {
  if (request.url?.startsWith("/api/live")) {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write("event: ready\ndata: {}\n\n");
    viewers.add(response);
    response.on("close", () => viewers.delete(response));
    return;
  }
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    response.writeHead(200, { "content-length": "0" }).end();
    const frame = Buffer.concat(chunks);
    if (frame.length > 0) for (const viewer of viewers) viewer.write(frame);
  });
}).listen(Number(process.env.PORT), "127.0.0.1");

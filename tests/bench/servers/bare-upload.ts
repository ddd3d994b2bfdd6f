// The least that a node:http server can do for an upload: the bytes go to a file, and are on the disk when it answers.
import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

const directory = process.env.DATA_DIR ?? "";

const save = (request: IncomingMessage) =>
  pipeline(request, createWriteStream(join(directory, randomUUID()), { flush: true }));

createServer((request, response) => {
  if (request.method !== "POST") {
    response.end();
    return;
  }
  void save(request).then(
    () => response.writeHead(201, { "content-type": "application/json" }).end("{}"),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
}).listen(Number(process.env.PORT), "127.0.0.1");

import type { IncomingMessage } from "node:http";

/** A mebibyte over the worst of lines. */
const longestMs = 30_000;
/** Files may take their time; whoever sends one has signed in. */
const file = /^\/api\/uploads(?:\?|$)/;

/** Hangs up on who doesn't come to the end of what he sends, whoever was to read it. */
export function limitBody(request: IncomingMessage) {
  const { "content-length": length = "0", "transfer-encoding": encoding } = request.headers;
  if ((length === "0" && !encoding) || file.test(request.url ?? "")) return;
  const hangUp = () => {
    if (!request.complete) request.socket.destroy();
  };
  const timer = setTimeout(hangUp, longestMs).unref();
  request.once("close", () => clearTimeout(timer)).once("end", () => clearTimeout(timer));
}

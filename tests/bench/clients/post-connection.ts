import { connect, type Socket } from "node:net";

/** One kept connection that posts ready-made requests, one at a time, at the least cost for the machine. */
export async function openConnection(port: number) {
  const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve).once("error", reject);
  });
  let received = "";
  let settle: ((status: number) => void) | undefined;
  socket.on("data", (chunk: Buffer) => {
    received += chunk.toString("latin1");
    if (!isWhole(received)) return;
    const status = Number(received.slice(9, 12));
    received = "";
    settle?.(status);
  });
  socket.on("close", () => settle?.(0));
  socket.on("error", () => settle?.(0));
  return {
    /** The status of the answer, 0 when the connection broke. */
    post: (request: Buffer) =>
      new Promise<number>((resolve) => {
        settle = resolve;
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

function isWhole(text: string) {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, headEnd + 2))?.[1];
  return length === undefined
    ? text.endsWith("\r\n0\r\n\r\n")
    : text.length >= headEnd + 4 + Number(length);
}

export const toRequest = (path: string, body: Buffer, headers: Record<string, string> = {}) =>
  Buffer.concat([
    Buffer.from(
      [
        `POST ${path} HTTP/1.1`,
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        `Content-Length: ${body.length}`,
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
        "\r\n",
      ].join("\r\n"),
    ),
    body,
  ]);

export const toReading = (path: string, cookie: string) =>
  Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${cookie}\r\n\r\n`);

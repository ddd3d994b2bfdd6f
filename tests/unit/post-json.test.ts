import { createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { postJson } from "@/lib/jelou/post-json";

/** A bare server, so that every byte of the answer is ours. */
async function serve(answer: (socket: Socket, request: string) => void) {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const [head = "", body] = text.split("\r\n\r\n");
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
      if (body === undefined || Buffer.byteLength(body) < length) return;
      requests.push(text);
      answer(socket, text);
    });
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: new URL(`http://127.0.0.1:${port}/v1/close`), requests, sockets, server };
}

const post = (url: URL, body = '{"a":1}', timeoutMs = 2_000) =>
  postJson({ url, mayBePrivate: true }, body, { headers: { "x-api-key": "key" }, timeoutMs });
const answerOf = (body: string, status = "200 OK", headers = "") =>
  `HTTP/1.1 ${status}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;

test("posts the body with its headers, once, and reads the answer", async () => {
  const { url, requests, sockets } = await serve((socket) => socket.write(answerOf('{"ok":"ñ"}')));
  const { answer } = await post(url, '{"text":"¡Adiós! 👋"}');
  expect(answer?.status).toBe(200);
  expect(answer?.body.toString()).toBe('{"ok":"ñ"}');
  const [request, ...more] = requests;
  expect(more).toEqual([]);
  expect(request).toMatch(/^POST \/v1\/close HTTP\/1\.1\r\n/);
  expect(request?.toLowerCase()).toContain("content-type: application/json\r\n");
  expect(request).toContain("x-api-key: key\r\n");
  expect(request).toMatch(/\r\n\r\n\{"text":"¡Adiós! 👋"\}$/);
  await expect.poll(() => sockets.size).toBe(0);
});

test.each([301, 302, 307, 308])(
  "a %d is an answer like another: nobody follows it",
  async (status) => {
    const elsewhere = await serve((socket) => socket.write(answerOf("{}")));
    const { url } = await serve((socket) =>
      socket.write(answerOf("", `${status} Moved`, `location: ${elsewhere.url}\r\n`)),
    );
    expect((await post(url)).answer).toMatchObject({ status });
    expect(elsewhere.requests).toEqual([]);
  },
);

const failures: [string, (socket: Socket) => void, string][] = [
  ["hangs", () => {}, "timeout"],
  ["drips", (socket) => drip(socket), "timeout"],
  ["resets", (socket) => socket.resetAndDestroy(), "reset"],
  ["hangs up", (socket) => socket.end(), "reset"],
  ["stops half-way", (socket) => socket.end(answerOf("x".repeat(100)).slice(0, -50)), "reset"],
  ["doesn't speak HTTP", (socket) => socket.end("SSH-2.0-OpenSSH\r\n"), "reset"],
  ["sends 65 KiB", (socket) => socket.write(answerOf("x".repeat(65 * 1024))), "too_large"],
  ["never ends", (socket) => flood(socket), "too_large"],
];

test.each(failures)(
  "from a server that %s nobody knows what came of it",
  async (_name, answer, cause) => {
    const { url, requests, sockets } = await serve(answer);
    const { failure } = await post(url, "{}", 300);
    expect(failure).toEqual({ phase: "connected", cause });
    expect(requests).toHaveLength(1);
    await expect.poll(() => sockets.size).toBe(0);
  },
);

test("an answer of exactly 64 KiB is read", async () => {
  const { url } = await serve((socket) => socket.write(answerOf("x".repeat(64 * 1024))));
  expect((await post(url)).answer?.body).toHaveLength(64 * 1024);
});

test("of two answers to one call the first counts", async () => {
  const { url } = await serve((socket) =>
    socket.write(answerOf('{"n":1}', "404 Not Found") + answerOf('{"n":2}')),
  );
  const { answer } = await post(url);
  expect([answer?.status, answer?.body.toString()]).toEqual([404, '{"n":1}']);
});

test("an interim answer is not the answer", async () => {
  const { url } = await serve((socket) =>
    socket.write(`HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${answerOf("{}", "401 No")}`),
  );
  expect((await post(url)).answer?.status).toBe(401);
});

test("a refused connection reached nobody", async () => {
  const { url, server } = await serve(() => {});
  await new Promise((resolve) => server.close(resolve));
  expect((await post(url)).failure).toEqual({ phase: "connecting", cause: "connection_refused" });
});

test("a name that nobody has reached nobody", async () => {
  const { failure } = await post(new URL("http://desk.invalid/"), "{}", 5_000);
  expect(failure?.phase).toBe("connecting");
});

test("a server without TLS was not reached, whatever it read", async () => {
  const { url } = await serve(() => {});
  url.protocol = "https:";
  const { failure } = await post(new URL(url.href.replace("http:", "https:")), "{}", 500);
  expect(failure?.phase).toBe("connecting");
});

function drip(socket: Socket) {
  const bytes = Buffer.from(answerOf("x".repeat(1_000)));
  let at = 0;
  const timer = setInterval(() => {
    socket.write(bytes.subarray(at, at + 1));
    at += 1;
  }, 20);
  socket.on("close", () => clearInterval(timer));
}

function flood(socket: Socket) {
  socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
  const chunk = `4000\r\n${"x".repeat(0x4000)}\r\n`;
  const timer = setInterval(() => socket.write(chunk), 5);
  socket.on("close", () => clearInterval(timer));
}

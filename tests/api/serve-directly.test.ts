import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, expect, test } from "vitest";
import { findHub } from "@/lib/live/hub";
import { addressForJelou, loadUploads } from "@/lib/uploads/read";
import { serveDirectly } from "@/scripts/serve-directly";
import * as files from "../support/files.ts";
import { hostileBodies } from "../support/hostile-bodies.ts";
import { sign } from "../support/jelou/sign.ts";
import { openDeskWithJelou, secrets } from "../support/jelou-desk.ts";
import { messagePayload } from "../support/payloads.ts";
import { handle } from "../support/routes.ts";
import { sendRaw } from "../support/uploads.ts";

const { agent, project, idOf } = await openDeskWithJelou();

const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  if (!serveDirectly(request, response)) response.writeHead(418).end();
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
const address = `http://127.0.0.1:${port}`;

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const webhookPath = `/api/webhooks/jelou/${project.jelouProjectId}`;

type Answer = { status: number; body: unknown };

const read = async (response: Response): Promise<Answer> => {
  const body = (await response.json()) as { error?: { requestId?: string } };
  delete body.error?.requestId;
  return { status: response.status, body };
};

/** The same request to the route handler and past Next. */
async function askBoth(path: string, init: RequestInit): Promise<[Answer, Answer]> {
  const byRoute = await read(await handle(new Request(`http://127.0.0.1${path}`, init)));
  const directly = await read(await fetch(address + path, init));
  return [byRoute, directly];
}

const signed = (body: string | Buffer): RequestInit => ({
  method: "POST",
  body: body as BodyInit,
  headers: { "x-jelou-signature": sign(secrets.signingSecret, Buffer.from(body)) },
});

test.each(Object.entries(hostileBodies))(
  "a hostile body is answered as by the route handler: %s",
  async (_name, body) => {
    const [byRoute, directly] = await askBoth(webhookPath, signed(body));
    expect(directly.status).toBe(byRoute.status);
    expect(directly.status).toBeLessThan(500);
    // Whoever comes second with the same bytes brings a duplicate.
    if (directly.status === 200) expect(directly.body).toEqual({ status: "duplicate" });
  },
);

test.each([
  ["no signature", webhookPath, { method: "POST", body: "{}" }],
  ["an unknown project", "/api/webhooks/jelou/nobody", signed("{}")],
  ["a body over the limit", webhookPath, signed("x".repeat(1024 * 1024 + 1))],
  ["a stream without a session", "/api/live", {}],
  ["a file without a session", "/api/uploads/nothing", {}],
  ["a file by an address that isn't ours", "/api/media/nothing?expires=1&signature=a", {}],
] as const)("%s is refused in the same words", async (_name, path, init) => {
  const [byRoute, directly] = await askBoth(path, init);
  expect(directly).toEqual(byRoute);
  expect(directly.status).toBeGreaterThanOrEqual(400);
});

test("all else is left to Next", async () => {
  for (const [method, path] of [
    ["GET", webhookPath],
    ["POST", "/api/live"],
    ["POST", `${webhookPath}/more`],
    ["POST", "/api/webhooks/jelou/a%2Fb"],
    ["GET", "/api/lively"],
  ] as const) {
    expect((await fetch(address + path, { method })).status, `${method} ${path}`).toBe(418);
  }
});

const openStream = () => fetch(`${address}/api/live`, { headers: { cookie: agent.cookie ?? "" } });

test("a viewer gets what a webhook stores, and is forgotten when he leaves", async () => {
  const before = findHub()!.viewers.size;
  const leaving = new AbortController();
  const response = await fetch(`${address}/api/live`, {
    headers: { cookie: agent.cookie ?? "" },
    signal: leaving.signal,
  });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let heard = "";
  const listening = (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heard += value;
    }
  })().catch(() => {});
  await expect.poll(() => heard).toContain("event: ready");
  const body = JSON.stringify(messagePayload({ conversation: "direct", body: "¿Me oyen?" }));
  expect(await read(await fetch(address + webhookPath, signed(body)))).toEqual({
    status: 200,
    body: { status: "stored" },
  });
  await expect.poll(() => heard).toContain("¿Me oyen?");
  expect(await idOf("direct")).toBeTruthy();
  leaving.abort();
  await listening;
  await expect.poll(() => findHub()!.viewers.size).toBe(before);
});

test("one who hangs up in the middle of a post harms nobody", async () => {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write(
    `POST ${webhookPath} HTTP/1.1\r\nHost: desk\r\nContent-Length: 1000\r\n\r\n{"half":`,
  );
  await new Promise((resolve) => setImmediate(resolve));
  socket.destroy();
  const body = JSON.stringify(messagePayload({ conversation: "after a hang-up" }));
  expect((await fetch(address + webhookPath, signed(body))).status).toBe(200);
});

test("a desk that stops says goodbye", async () => {
  const response = await openStream();
  const text = response.text();
  await expect.poll(() => findHub()!.viewers.size).toBeGreaterThan(0);
  for (const viewer of findHub()!.viewers) viewer.close();
  expect(await text).toContain("event: bye");
});

test("a file comes with its length, whole, in part or asked after alone", async () => {
  const { body: sent } = await sendRaw(agent, files.padded(files.mp3, 300_000));
  const row = (await loadUploads([sent.id])).get(sent.id)!;
  const { pathname, search } = new URL(await addressForJelou(row));
  for (const path of [`/api/uploads/${sent.id}`, `${pathname}${search}`]) {
    const ask = (init: RequestInit = {}) =>
      fetch(address + path, {
        ...init,
        headers: { cookie: agent.cookie ?? "", ...(init.headers as object) },
      });
    const whole = await ask();
    expect(whole.headers.get("content-length")).toBe("300000");
    expect(whole.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
    expect((await whole.arrayBuffer()).byteLength).toBe(300_000);
    const part = await ask({ headers: { range: "bytes=5-9" } });
    expect([part.status, part.headers.get("content-length")]).toEqual([206, "5"]);
    expect((await part.arrayBuffer()).byteLength).toBe(5);
    const head = await ask({ method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, "300000"]);
    expect((await head.arrayBuffer()).byteLength).toBe(0);
  }
});

import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { openSandbox } from "./open-sandbox.ts";

async function serveFiles() {
  const requested: { url: string; cookie: string | undefined }[] = [];
  const server = createServer((request, response) => {
    requested.push({ url: request.url ?? "", cookie: request.headers.cookie });
    if (request.url === "/slow") return;
    const status = request.url === "/gone" ? 404 : 200;
    response.writeHead(status, { "content-type": "image/png" }).end("hola");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requested };
}

async function open() {
  const { sandbox, send, ana } = await openSandbox();
  const conversation = ana();
  let count = 0;
  const sendFile = (type: string, content: object) =>
    send({
      field: "messages",
      object: "message_event",
      event_type: "incoming_message",
      project_id: "p1",
      room_id: conversation.roomId,
      bot_id: "bot",
      user_id: "ana",
      value: { id: `m${++count}`, type, content },
    });
  const last = () => sandbox.conversation(conversation.id)?.messages.at(-1);
  return { sandbox, sendFile, last };
}

test("a file that the desk sends is fetched, and what came is kept with the message", async () => {
  const { sandbox, sendFile, last } = await open();
  const { url, requested } = await serveFiles();
  const sent = await sendFile("image", { url: `${url}/a`, mime_type: "image/png" });
  expect(sent.status).toBe(200);
  await expect
    .poll(() => last()?.media)
    .toEqual({
      status: 200,
      type: "image/png",
      size: 4,
      sha256: createHash("sha256").update("hola").digest("hex"),
    });
  expect(requested).toEqual([{ url: "/a", cookie: undefined }]);
  const page = await (await fetch(sandbox.url)).text();
  expect(page).toContain("descargado: 200, image/png, 4 bytes");
});

test("what can't be fetched is kept as such, and the answer waits for nothing", async () => {
  const { sendFile, last } = await open();
  const { url } = await serveFiles();
  const type = { mime_type: "application/pdf" };
  await sendFile("document", { url: `${url}/gone`, ...type });
  await expect.poll(() => last()?.media).toMatchObject({ status: 404 });
  await sendFile("document", { url: "file:///etc/passwd", ...type });
  await expect.poll(() => last()?.media).toEqual({ error: "file: is not fetched" });
  await sendFile("document", { url: "no address", ...type });
  await expect.poll(() => last()?.media).toEqual({ error: expect.any(String) });
  expect((await sendFile("document", { url: `${url}/slow`, ...type })).status).toBe(200);
  expect(last()?.media).toBeUndefined();
});

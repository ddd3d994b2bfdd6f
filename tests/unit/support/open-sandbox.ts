import type { IncomingHttpHeaders } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { startSandbox } from "../../support/jelou/sandbox.ts";
import { sign } from "../../support/jelou/sign.ts";

interface Received {
  headers: IncomingHttpHeaders;
  raw: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into payloads of every kind
  body: any;
}

export const secrets = {
  clientId: "client",
  clientSecret: "s3cret:with-colon",
  apiKey: "key-1",
  signingSecret: "signing-1",
};

export const apiKey = { "x-api-key": secrets.apiKey };
export const basic = {
  authorization: `Basic ${Buffer.from("client:s3cret:with-colon").toString("base64")}`,
};

/** A sandbox with one project whose webhooks land in `inbox`; both end with the test. */
export async function openSandbox() {
  const inbox: Received[] = [];
  const desk = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks);
      inbox.push({ headers: request.headers, raw, body: JSON.parse(raw.toString()) });
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => desk.listen(0, "127.0.0.1", resolve));
  const webhookUrl = `http://127.0.0.1:${(desk.address() as AddressInfo).port}/hook`;

  const sandbox = await startSandbox();
  const bots = [{ id: "bot", name: "Asistente" }];
  sandbox.addProject({ id: "p1", ...secrets, webhookUrl, bots });
  onTestFinished(async () => {
    await sandbox.close();
    desk.closeAllConnections();
    await new Promise((resolve) => desk.close(resolve));
  });

  const call = (path: string, body: unknown, headers: object = apiKey, method = "POST") =>
    ask(`${sandbox.gatewayUrl}/external-support/p1${path}`, method, JSON.stringify(body), headers);

  return {
    sandbox,
    inbox,
    webhookUrl,
    call,
    close: (body: object, headers: object = apiKey) =>
      call("/conversations/close", { botId: "bot", userId: "ana", ...body }, headers),
    send: (body: unknown, signature?: string) => {
      const text = JSON.stringify(body);
      const signed = signature ?? sign(secrets.signingSecret, Buffer.from(text));
      return ask(sandbox.messagesUrl, "POST", text, { "X-Jelou-Signature": signed });
    },
    ana: (more: object = {}) =>
      sandbox.startConversation({
        projectId: "p1",
        botId: "bot",
        userId: "ana",
        userName: "Ana Paz",
        ...more,
      }),
  };
}

export async function ask(url: string, method: string, body: string, headers: object) {
  const response = await fetch(url, {
    method,
    body,
    headers: { "Content-Type": "application/json", ...headers },
    redirect: "manual",
  });
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every kind
  const answer: any = await response.json();
  return { status: response.status, headers: response.headers, body: answer };
}

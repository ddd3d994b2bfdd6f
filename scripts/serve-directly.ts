import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";
import { GET as getMedia } from "@/app/api/media/[id]/route";
import { GET as getUpload } from "@/app/api/uploads/[id]/route";
import { requireSession } from "@/lib/auth/gate";
import { AppError } from "@/lib/errors";
import { errorResponse, json } from "@/lib/http/respond";
import { addViewer, streamHeaders } from "@/lib/live/open-stream";
import { log } from "@/lib/log";
import { countWebhook } from "@/lib/metrics";
import { receiveDelivery } from "@/lib/webhooks/receive-delivery";

const webhook = /^\/api\/webhooks\/jelou\/([^/?#%]+)$/;
const file = /^\/api\/(uploads|media)\/([^/?#%]+)(?:\?|$)/;
const live = /^\/api\/live(?:\?|$)/;

/**
 * Answers what comes in masses, webhooks and live streams, past Next, whose own work for one is larger than ours, and
 * files, whose length Next leaves out. False for all else, which is left to the route handlers.
 */
export function serveDirectly(request: IncomingMessage, response: ServerResponse): boolean {
  const { method, url = "" } = request;
  const id = method === "POST" ? webhook.exec(url)?.[1] : undefined;
  if (id !== undefined) {
    void orError(request, response, "/api/webhooks/jelou", async () => {
      const taken = { headers: headersOf(request), body: request } as unknown as Request;
      await send(
        request,
        response,
        json({ status: await countWebhook(receiveDelivery(taken, id)) }),
      );
    });
    return true;
  }
  const fault = faultOf(method, url);
  if (fault) {
    void orError(request, response, url, () => Promise.reject(fault));
    return true;
  }
  const [, kind, fileId] = (method === "GET" || method === "HEAD" ? file.exec(url) : null) ?? [];
  if (fileId !== undefined) {
    const get = kind === "media" ? getMedia : getUpload;
    void orError(request, response, `/api/${kind}`, () => sendFile(request, response, get, fileId));
    return true;
  }
  if (method !== "GET" || !live.test(url)) return false;
  void orError(request, response, "/api/live", () => stream(request, response));
  return true;
}

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** What Next would answer with a bare 500, or by fetching it from elsewhere. */
function faultOf(method = "", url: string): AppError | undefined {
  if (!methods.includes(method))
    return new AppError("bad_input", `The desk knows no ${method.slice(0, 20)}.`);
  if (!url.startsWith("/") || /^[/\\]{2}/.test(url))
    return new AppError("bad_input", "Ask for a path that begins with one slash.");
  return isDecodable(url)
    ? undefined
    : new AppError("bad_input", "The address has a % that begins no character.");
}

function isDecodable(url: string) {
  try {
    return !decodeURIComponent(url.split("?")[0]!).includes("\0");
  } catch {
    return false;
  }
}

/** Who fetches a file for WhatsApp, or shows how much of it has come, goes by its length. */
async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  get: typeof getUpload,
  id: string,
) {
  const { method = "GET", url = "" } = request;
  const asked = new Request(new URL(url, "http://desk"), { method, headers: headersOf(request) });
  const answer = await get(asked, { params: Promise.resolve({ id }) });
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body) await pipeline(Readable.fromWeb(answer.body as WebStream), response);
  else response.end();
}

async function stream(request: IncomingMessage, response: ServerResponse) {
  const headers = headersOf(request);
  const session = await requireSession(headers);
  const { searchParams } = new URL(request.url ?? "", "http://desk");
  if (response.destroyed) return;
  const forget = addViewer(session, headers.get("last-event-id") ?? searchParams.get("after"), {
    write: (chunk) => {
      // Without chunks, whose framing would be a second and a third write for each viewer and event.
      if (!response.headersSent) {
        response.removeHeader("transfer-encoding");
        response.writeHead(200, streamHeaders);
      }
      response.write(chunk);
    },
    pending: () => response.writableLength,
    end: () => response.end(),
    abort: () => response.destroy(),
  });
  response.on("close", forget);
  // Its end is told like that of every request.
  log().info({ userId: session.user.id }, "A live stream is open");
}

async function orError(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  answer: () => Promise<void>,
) {
  // Whoever goes away in the middle is nobody's error; unheard it would end the process.
  request.on("error", () => {});
  response.on("error", () => {});
  try {
    await answer();
  } catch (error) {
    if (response.headersSent || response.destroyed) response.destroy();
    else await send(request, response, errorResponse(error, path));
  }
}

async function send(request: IncomingMessage, response: ServerResponse, answer: Response) {
  const body = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, {
    ...Object.fromEntries(answer.headers),
    "content-length": body.length,
    // The rest of a body that nobody wants isn't read to its end.
    ...(request.complete ? {} : { connection: "close" }),
  });
  response.end(body);
}

function headersOf(request: IncomingMessage) {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return headers;
}

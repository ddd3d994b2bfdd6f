import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Outcome } from "./envelopes.ts";
import { failureBody } from "./envelopes.ts";
import type { CallFault } from "./faults.ts";

const HUGE = 4 * 1024 * 1024;

/** The status the caller will see; null when no answer ever reaches him. */
export function answeredStatus(outcome: Outcome, fault: CallFault | undefined): number | null {
  if (fault && ("hang" in fault || "reset" in fault)) return null;
  return fault && "status" in fault ? fault.status : outcome.status;
}

/** Resolves when nothing more will be written; rejects when the sandbox closes meanwhile. */
export async function respond(
  response: ServerResponse,
  outcome: Outcome,
  fault: CallFault | undefined,
  closing: AbortSignal,
): Promise<void> {
  if (fault?.delayMs) await sleep(fault.delayMs, undefined, { signal: closing });
  if (!fault) {
    sendJson(response, outcome.status, outcome.body);
  } else if ("hang" in fault) {
    return;
  } else if ("reset" in fault) {
    response.socket?.resetAndDestroy();
  } else if ("status" in fault) {
    const body = fault.body ?? failureBody(fault.status, `Forced status ${fault.status}`);
    sendJson(response, fault.status, body, fault.headers);
  } else if ("garbage" in fault) {
    sendGarbage(response, outcome, fault.garbage);
  } else if ("drip" in fault) {
    await dripJson(response, outcome, fault.drip, closing);
  } else {
    sendJson(response, outcome.status, outcome.body);
  }
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8", ...headers });
  response.end(text);
}

type Garbage = "html" | "truncated" | "huge" | "not-json";

function sendGarbage(response: ServerResponse, { status, body }: Outcome, kind: Garbage): void {
  switch (kind) {
    case "not-json":
      sendJson(response, status, "Conversation closed successfully");
      break;
    case "huge":
      sendJson(response, status, { ...(body as object), padding: "x".repeat(HUGE) });
      break;
    case "html": {
      const page = "<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>";
      sendJson(response, status, page, { "Content-Type": "text/html" });
      break;
    }
    case "truncated": {
      const bytes = openJson(response, status, body);
      response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
    }
  }
}

async function dripJson(
  response: ServerResponse,
  outcome: Outcome,
  pauseMs: number,
  closing: AbortSignal,
): Promise<void> {
  const bytes = openJson(response, outcome.status, outcome.body);
  for (const byte of bytes) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await sleep(pauseMs, undefined, { signal: closing });
  }
  response.end();
}

function openJson(response: ServerResponse, status: number, body: unknown): Buffer {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": bytes.length,
  });
  return bytes;
}

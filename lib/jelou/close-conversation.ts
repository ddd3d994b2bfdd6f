import * as z from "zod";
import { cleanText, cutText } from "./clean-text";
import { type Answer, postJson } from "./post-json";

export type Credentials =
  | { kind: "basic"; clientId: string; clientSecret: string }
  | { kind: "api-key"; apiKey: string };

export type Gateway = {
  url: URL;
  jelouProjectId: string;
  credentials: Credentials;
  timeoutMs: number;
};

export type CloseMessage = { type: "text"; text: string } | { type: "edge" } | null;

/** What one close call came to. `message` is Jelou's own wording where it gave one. */
export type CloseOutcome =
  | { kind: "accepted"; status: number; jelouConversationId: string | null }
  | {
      kind: "refused";
      status: number;
      code: string;
      message: string;
      fields?: Record<string, string[]>;
    }
  | { kind: "limited"; status: number; retryAfterMs: number | null; message: string }
  | { kind: "unclear"; status: number | null; code: string; message: string }
  | { kind: "unreachable"; code: string; message: string };

/**
 * Closes the active conversation of `userId` with `botId`: the call names no conversation, so whoever makes it has first
 * to be sure that no newer one exists. Source: the close call of Jelou's external support API.
 */
export async function closeConversation(
  gateway: Gateway,
  close: { botId: string; userId: string; message: CloseMessage },
): Promise<CloseOutcome> {
  const { botId, userId, message } = close;
  return readOutcome(
    await post(gateway, { botId, userId, ...(message ? { redirectPayload: message } : {}) }),
    gateway.credentials,
  );
}

/** Asks with an empty body whether the credentials are taken: 422 says yes without closing anything. */
export async function testCredentials(
  gateway: Gateway,
): Promise<{ ok: boolean | null; detail?: string }> {
  const outcome = readOutcome(await post(gateway, {}), gateway.credentials);
  if (outcome.kind === "refused" && outcome.status === 401) return { ok: false };
  if (outcome.kind === "refused" && outcome.status === 422) return { ok: true };
  const status =
    "status" in outcome && outcome.status !== null ? `HTTP ${outcome.status}` : undefined;
  const words = "message" in outcome ? outcome.message : "accepted an empty close call";
  return { ok: null, detail: [status, words].filter(Boolean).join(": ") };
}

function post(gateway: Gateway, body: unknown) {
  const base = gateway.url.href.replace(/\/+$/, "");
  const path = `/external-support/${encodeURIComponent(gateway.jelouProjectId)}/conversations/close`;
  return postJson(new URL(base + path), JSON.stringify(body), {
    headers: authorization(gateway.credentials),
    timeoutMs: gateway.timeoutMs,
  });
}

function authorization(credentials: Credentials): Record<string, string> {
  if (credentials.kind === "api-key") return { "x-api-key": credentials.apiKey };
  const pair = `${credentials.clientId}:${credentials.clientSecret}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

const wording = z
  .union([z.string(), z.array(z.string()).transform((lines) => lines.join(" "))])
  .catch("");

const envelope = z.object({
  message: wording.optional(),
  statusMessage: z.string().optional().catch(undefined),
  status: z.unknown().optional(),
  data: z
    .object({
      conversationId: z
        .union([z.string(), z.number().transform(String)])
        .optional()
        .catch(undefined),
      status: z.string().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  error: z
    .object({ description: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  validationError: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

function readOutcome(
  result: Awaited<ReturnType<typeof postJson>>,
  credentials: Credentials,
): CloseOutcome {
  if (result.failure) {
    const { phase, cause } = result.failure;
    if (phase === "connecting") return { kind: "unreachable", code: cause, message: "" };
    const code = cause === "too_large" ? "unreadable" : cause === "timeout" ? "timeout" : "reset";
    return { kind: "unclear", status: null, code, message: "" };
  }
  const { answer } = result;
  const { status } = answer;
  const said = parseEnvelope(answer);
  const message = hideSecrets(said?.message || said?.error?.description || "", credentials);
  if (status >= 300 && status < 400) return { kind: "unclear", status, code: "redirect", message };
  if (status >= 500) return { kind: "unclear", status, code: "server_error", message };
  if (status === 429) return { kind: "limited", status, retryAfterMs: retryAfter(answer), message };
  if (status >= 400) {
    const fields = said?.validationError && readFields(said.validationError, credentials);
    return {
      kind: "refused",
      status,
      code: refusals[status] ?? "refused",
      message,
      ...(fields ? { fields } : {}),
    };
  }
  if (status !== 200 || !said || saysOtherwise(said))
    return { kind: "unclear", status, code: "unreadable", message };
  return { kind: "accepted", status, jelouConversationId: said.data?.conversationId ?? null };
}

/** A 200 whose body says that it didn't go well. What it leaves out is held against nobody. */
function saysOtherwise({ statusMessage, status, error, data }: z.infer<typeof envelope>) {
  return (
    (statusMessage !== undefined && statusMessage.toLowerCase() !== "success") ||
    status === 0 ||
    error !== undefined ||
    (data?.status !== undefined && data.status.toLowerCase() !== "closed")
  );
}

const refusals: Record<number, string> = {
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  422: "invalid",
};

function parseEnvelope(answer: Answer) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(answer.body);
    return envelope.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Seconds or an HTTP date; null when there is none or it can't be read. */
function retryAfter(answer: Answer) {
  const header = answer.headers["retry-after"];
  if (typeof header !== "string") return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

function readFields(validation: Record<string, unknown>, credentials: Credentials) {
  const entries = Object.entries(validation).slice(0, 20);
  return Object.fromEntries(
    entries.map(([path, words]) => {
      const list = Array.isArray(words) ? words : [words];
      const lines = list.slice(0, 5).map((line) => hideSecrets(asText(line), credentials));
      return [hideSecrets(path, credentials).slice(0, 100), lines];
    }),
  );
}

/** JSON.stringify gives up on what is nested too deep. */
function asText(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return String(JSON.stringify(value));
  } catch {
    return "…";
  }
}

/** A server may echo what it was sent, in any of the usual spellings. The longest go first: one may hold another. */
function hideSecrets(text: string, credentials: Credentials) {
  const { kind, ...secrets } = credentials;
  const sent = Object.values(authorization(credentials)).map((value) =>
    value.replace(/^Basic /, ""),
  );
  const spellings = [...Object.values(secrets), ...sent]
    .filter((secret) => secret.length >= 3)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString("base64").replace(/=+$/, ""),
    ])
    .sort((a, b) => b.length - a.length)
    .map((secret) => secret.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const hidden = text
    .slice(0, 10_000)
    .replace(new RegExp(spellings.join("|") || "$^", "gi"), "[…]");
  return cutText(cleanText(hidden), 300);
}

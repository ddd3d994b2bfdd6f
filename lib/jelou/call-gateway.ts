import * as z from "zod";
import { hideValues } from "@/lib/hidden-values";
import type { CheckedAddress } from "./check-address";
import { cleanText, cutText } from "./clean-text";
import { type Answer, type CallFailure, type PostResult, postJson } from "./post-json";

export type Credentials =
  | { kind: "basic"; clientId: string; clientSecret: string }
  | { kind: "api-key"; apiKey: string };

export type Gateway = CheckedAddress & {
  jelouProjectId: string;
  credentials: Credentials;
  timeoutMs: number;
};

/** What one call came to. `message` is Jelou's own wording where it gave one. */
export type CallOutcome =
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

type Expected = {
  /** Whether this `data.status`, in lower case, belies the 200 it comes with. */
  belies: (state: string) => boolean;
  /** For a call whose 200 is documented without a body: any but a web page will do. */
  anyBody?: boolean;
  /** What success may come with; left out, 200 alone. */
  statuses?: number[];
};

export async function callGateway(
  gateway: Gateway,
  path: string,
  body: unknown,
  expected: Expected,
): Promise<CallOutcome> {
  const { result, secrets } = await askGateway(gateway, path, body);
  return readOutcome(result, secrets, expected);
}

/** The call as it went, and the secrets that were sent with it, for who reads more in the answer than an outcome. */
export async function askGateway(
  gateway: Gateway,
  path: string,
  body: unknown,
  method: "POST" | "PATCH" = "POST",
): Promise<{ result: PostResult; secrets: string[] }> {
  const { url, mayBePrivate, jelouProjectId, credentials, timeoutMs } = gateway;
  const project = `${url.href.replace(/\/+$/, "")}/external-support/${encodeURIComponent(jelouProjectId)}`;
  const headers = authorization(credentials);
  const target = { url: new URL(project + path), mayBePrivate };
  const result = await postJson(target, JSON.stringify(body), { headers, timeoutMs, method });
  const { kind, ...secrets } = credentials;
  const sent = Object.values(headers).map((value) => value.replace(/^Basic /, ""));
  return { result, secrets: [...Object.values(secrets), ...sent] };
}

function authorization(credentials: Credentials): Record<string, string> {
  if (credentials.kind === "api-key") return { "x-api-key": credentials.apiKey };
  const pair = `${credentials.clientId}:${credentials.clientSecret}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

/** `secrets` show up in none of its words. */
export function readOutcome(
  result: PostResult,
  secrets: string[],
  { belies, anyBody = false, statuses = [200] }: Expected,
): CallOutcome {
  if (result.failure) {
    const { phase, cause } = result.failure;
    if (phase === "connecting")
      return { kind: "unreachable", code: cause, message: why[cause] ?? "" };
    const code = cause === "too_large" ? "unreadable" : cause === "timeout" ? "timeout" : "reset";
    return { kind: "unclear", status: null, code, message: "" };
  }
  const { answer } = result;
  const { status } = answer;
  const said =
    envelope.safeParse(parseAnswer(answer)).data ?? (anyBody && !isPage(answer) ? {} : undefined);
  const message = hideSecrets(said?.message || said?.error?.description || "", secrets);
  if (status >= 300 && status < 400) return { kind: "unclear", status, code: "redirect", message };
  if (status >= 500) return { kind: "unclear", status, code: "server_error", message };
  if (status === 429) return { kind: "limited", status, retryAfterMs: retryAfter(answer), message };
  if (status >= 400) {
    const fields = said?.validationError && readFields(said.validationError, secrets);
    return {
      kind: "refused",
      status,
      code: refusals[status] ?? "refused",
      message,
      ...(fields ? { fields } : {}),
    };
  }
  if (!statuses.includes(status) || !said || saysOtherwise(said, belies))
    return { kind: "unclear", status, code: "unreadable", message };
  return { kind: "accepted", status, jelouConversationId: said.data?.conversationId ?? null };
}

const why: Partial<Record<CallFailure["cause"], string>> = {
  private_address: "The desk refused the call: the name points to a private address.",
};

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

type Envelope = z.infer<typeof envelope>;

/** A 200 whose body says that it didn't go well. What it leaves out is held against nobody. */
function saysOtherwise(
  { statusMessage, status, error, data }: Envelope,
  belies: Expected["belies"],
) {
  return (
    (statusMessage !== undefined && statusMessage.toLowerCase() !== "success") ||
    status === 0 ||
    error !== undefined ||
    (data?.status !== undefined && belies(data.status.toLowerCase()))
  );
}

const refusals: Record<number, string> = {
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  422: "invalid",
};

/** Its JSON; undefined where it is none. */
export function parseAnswer(answer: Answer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(answer.body));
  } catch {
    return undefined;
  }
}

const isPage = ({ body }: Answer) => body.toString().trimStart().startsWith("<");

/** Seconds or an HTTP date; null when there is none or it can't be read. */
function retryAfter(answer: Answer) {
  const header = answer.headers["retry-after"];
  if (typeof header !== "string") return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

function readFields(validation: Record<string, unknown>, secrets: string[]) {
  const entries = Object.entries(validation).slice(0, 20);
  return Object.fromEntries(
    entries.map(([path, words]) => {
      const list = Array.isArray(words) ? words : [words];
      const lines = list.slice(0, 5).map((line) => hideSecrets(asText(line), secrets));
      return [hideSecrets(path, secrets).slice(0, 100), lines];
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
function hideSecrets(text: string, secrets: string[]) {
  const spellings = secrets
    .filter((secret) => secret.length >= 3)
    .flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      Buffer.from(secret).toString("base64").replace(/=+$/, ""),
    ])
    .sort((a, b) => b.length - a.length)
    .map((secret) => secret.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const hidden = text.replace(new RegExp(spellings.join("|") || "$^", "gi"), "[…]");
  return cutText(cleanText(hideValues(hidden)), 300);
}

import * as z from "zod/mini";
import type { ErrorCode, FieldErrors } from "@/lib/errors";

const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    requestId: z.optional(z.string()),
    fields: z.optional(z.record(z.string(), z.array(z.string()))),
  }),
});

/** What the desk answered instead of what was asked; `code` is "offline" when nothing answered. */
export class RequestError extends Error {
  readonly code: ErrorCode | "offline";
  readonly fields: FieldErrors;
  /** The whole answer, for what stands beside "error". */
  readonly body: unknown;

  constructor(
    code: ErrorCode | "offline",
    message: string,
    fields: FieldErrors = {},
    body?: unknown,
  ) {
    super(message);
    this.name = "RequestError";
    this.code = code;
    this.fields = fields;
    this.body = body;
  }
}

type Options = {
  method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  body?: unknown;
  signal?: AbortSignal;
  /** Goes through although the page is being left. */
  keepalive?: boolean;
};

/** Calls our own API from the browser and checks what it answers. @throws RequestError */
export async function requestJson<T extends z.ZodMiniType>(
  path: string,
  schema: T,
  { method = "GET", body, signal, keepalive = false }: Options = {},
): Promise<z.output<T>> {
  const changing = method !== "GET";
  const response = await fetch(path, {
    method,
    keepalive,
    ...(changing
      ? { headers: { "content-type": "application/json" }, body: JSON.stringify(body ?? {}) }
      : {}),
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new RequestError("offline", "The desk can't be reached.");
  });
  const answer: unknown =
    response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (!response.ok) throw refusal(response.status, answer);
  return schema.parse(answer);
}

/** An answer that isn't what was asked for, as the error that it is. */
export function refusal(status: number, answer: unknown): RequestError {
  const known = errorBody.safeParse(answer).data?.error;
  const code = (known?.code ?? "internal") as ErrorCode;
  return new RequestError(code, known?.message ?? `HTTP ${status}`, known?.fields, answer);
}

/** `/path?a=1`, leaving out what is undefined. */
export function withQuery(path: string, params: Record<string, string | number | undefined>) {
  const entries = Object.entries(params).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)] as [string, string]],
  );
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries)}`;
}

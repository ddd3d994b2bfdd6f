export const statusByCode = {
  bad_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  too_many_requests: 429,
  internal: 500,
  upstream_failed: 502,
  unavailable: 503,
  upstream_timeout: 504,
} as const;

export type ErrorCode = keyof typeof statusByCode;

/** Field paths, dots between their parts, each with what is wrong there. */
export type FieldErrors = Record<string, string[]>;

/** An error that a caller may read: its message says what to do and holds no secret. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldErrors | undefined;
  /** Goes beside "error" in the answer: {"close"} of a 409, say. */
  readonly detail: Record<string, unknown> | undefined;
  /** Of a too_many_requests that the desk itself says. */
  readonly retryAfterS: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      cause?: unknown;
      fields?: FieldErrors;
      detail?: Record<string, unknown>;
      retryAfterS?: number;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.fields = options.fields;
    this.detail = options.detail;
    this.retryAfterS = options.retryAfterS;
  }
}

/** By name, since two bundles have two classes. */
export const isAppError = (error: unknown): error is AppError =>
  error instanceof Error && error.name === "AppError";

export const notRunning = () =>
  new AppError("unavailable", "The desk is starting or stopping. Try again in a moment.");

export const notFound = (what: string) => new AppError("not_found", `There is no such ${what}.`);

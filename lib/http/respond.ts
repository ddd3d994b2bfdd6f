import { v4 as randomId } from "uuid";
import * as z from "zod";
import { isUnavailable } from "@/lib/db/is-unavailable";
import { AppError, type FieldErrors, isAppError, statusByCode } from "@/lib/errors";
import { log } from "@/lib/log";
import { requestFacts } from "@/lib/request-facts";

const noStore = { "cache-control": "private, no-store" };

export const json = (body: unknown, status = 200) =>
  Response.json(body, { status, headers: noStore });

export const noContent = () => new Response(null, { status: 204, headers: noStore });

/** The one place where an error becomes an answer. What isn't an AppError is logged and shows nothing of itself. */
export function errorResponse(error: unknown, path: string): Response {
  const requestId = requestFacts()?.id ?? randomId();
  const known = toAppError(error);
  const status = statusByCode[known.code];
  // What Jelou refuses or leaves open is no fault of ours.
  if (known.code.startsWith("upstream_"))
    log().warn(
      { requestId, path, code: known.code, cause: known.detail?.cause },
      "Jelou did not do it",
    );
  else if (status >= 500) log().error({ requestId, path, err: error }, "A request failed");
  const { code, message, fields, detail, retryAfterS } = known;
  const response = json(
    { error: { code, message, requestId, ...(fields ? { fields } : {}) }, ...detail },
    status,
  );
  if (retryAfterS !== undefined) response.headers.set("retry-after", String(retryAfterS));
  return response;
}

function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (error instanceof z.ZodError) {
    const fields = fieldsOf(error);
    const [[path, [first]] = ["", []]] = Object.entries(fields) as [string, string[]][];
    return new AppError(
      "bad_input",
      path ? `${path}: ${first}` : (first ?? "The input is wrong."),
      { fields },
    );
  }
  if (isUnavailable(error)) {
    return new AppError(
      "unavailable",
      "The database can't take this now. Nothing was stored; try again.",
    );
  }
  return new AppError(
    "internal",
    "Something went wrong on our side. Try again; the request id finds it in the log.",
  );
}

function fieldsOf(error: z.ZodError): FieldErrors {
  const fields: FieldErrors = Object.create(null) as FieldErrors;
  for (const issue of error.issues.slice(0, 50)) {
    const path = issue.path.join(".");
    fields[path] = [...(fields[path] ?? []), issue.message];
  }
  return { ...fields };
}

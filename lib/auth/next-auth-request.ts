import { AppError } from "@/lib/errors";

export const mostAuthBytes = 64 * 1024;

/** What the desk uses of next-auth; some of its other paths do what strangers say, or fail. */
const paths: Record<string, readonly string[]> = {
  GET: ["csrf", "session", "providers", "signin", "signout", "error", "callback/oidc"],
  POST: ["signin/oidc", "callback/credentials", "signout"],
};

/** @throws AppError not_found; bad_input for an error that next-auth would put into a header as it is */
export function checkAuthPath(method: string, path: string, query: URLSearchParams) {
  if (!paths[method]?.includes(path))
    throw new AppError("not_found", "There is nothing at this address.");
  if (path === "error" && !/^\w{0,50}$/.test(query.get("error") ?? ""))
    throw new AppError("bad_input", "This is no error of a sign-in.");
}

/** Of the query and the cookie: next-auth fails over one that is no address. @throws AppError bad_input */
export function checkCallbackUrls(given: string[], appUrl: URL) {
  for (const each of given.filter(Boolean)) {
    const base = each.startsWith("/") ? appUrl : undefined;
    if (!URL.canParse(each, base) || !/^https?:$/.test(new URL(each, base).protocol))
      throw new AppError("bad_input", "What is to come after the sign-in is no address.");
  }
}

/** A form is flat by nature; JSON must be so too. @throws AppError bad_input, unsupported */
export function checkAuthBody(contentType: string | null, raw: Uint8Array) {
  if (raw.length === 0) return;
  const type = contentType?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/x-www-form-urlencoded") return;
  if (type !== "application/json")
    throw new AppError("unsupported", "Send this as a form or as JSON.");
  if (!isFlat(Buffer.from(raw).toString("utf8")))
    throw new AppError("bad_input", "The body is no JSON object of texts.");
}

function isFlat(text: string): boolean {
  try {
    const given: unknown = JSON.parse(text);
    const isObject = typeof given === "object" && given !== null && !Array.isArray(given);
    return isObject && Object.values(given).every((value) => typeof value === "string");
  } catch {
    return false;
  }
}

/** Where somebody goes on to, whatever was asked for: a page of the desk, written so that a header takes it. */
export function ownAddress(asked: string, { origin }: URL): string {
  // A path is one of ours, also "//elsewhere".
  const address = asked.startsWith("/") ? origin + asked : asked;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url?.origin === origin ? url.href : origin;
}

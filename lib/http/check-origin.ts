import { AppError } from "@/lib/errors";

/**
 * Whether a changing request comes from our own pages. A request with neither header is no browser's and stands on its
 * cookie. @throws AppError forbidden
 */
export function checkOrigin(headers: Headers, appUrl: URL) {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  if (site === "same-origin" || (site === null && origin === null)) return;
  if (origin === appUrl.origin) return;
  throw new AppError(
    "forbidden",
    `This request came from another site. Open the desk at ${appUrl.origin}.`,
  );
}

import { createHash, randomBytes } from "node:crypto";
import { hideInLogs } from "@/lib/hidden-values";

export function newToken() {
  const token = randomBytes(32).toString("base64url");
  hideInLogs(token);
  return token;
}

/** What is stored of a token; undefined where it can't be one. */
export const digestToken = (token: string): string | undefined =>
  /^[\w-]{43}$/.test(token) ? createHash("sha256").update(token).digest("base64url") : undefined;

import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";

/** A key of its own, so that a signature made here is good for nothing else, and none made elsewhere is good here. */
const keyOf = (secret: string) =>
  createHmac("sha256", secret).update("mostrador media address v1").digest();

const sign = (id: string, expires: string, secret: string) =>
  createHmac("sha256", keyOf(secret)).update(`${id}\n${expires}`).digest("base64url");

/** The address under APP_URL where a file can be had without a session until `expiresAt`, ms since 1970. */
export function signAddress(
  id: string,
  expiresAt: number,
  { appUrl, nextAuthSecret } = env(),
): string {
  const expires = String(Math.floor(expiresAt / 1000));
  const url = new URL(`/api/media/${encodeURIComponent(id)}`, appUrl);
  url.search = String(
    new URLSearchParams({ expires, signature: sign(id, expires, nextAuthSecret) }),
  );
  return url.href;
}

/** Whether we made this address and it still holds. */
export function isSigned(
  id: string,
  { expires, signature }: { expires: string; signature: string },
  now = Date.now(),
  { nextAuthSecret } = env(),
): boolean {
  const expected = Buffer.from(sign(id, expires, nextAuthSecret));
  const given = Buffer.from(signature);
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
  return isOurs && Number(expires) * 1000 > now;
}

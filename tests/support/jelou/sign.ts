import { createHmac, timingSafeEqual } from "node:crypto";

export function sign(secret: string, bytes: Buffer): string {
  return `sha256=${createHmac("sha256", secret).update(bytes).digest("hex")}`;
}

export function isSignedBy(secret: string, bytes: Buffer, signature: unknown): boolean {
  const expected = Buffer.from(sign(secret, bytes));
  const given = Buffer.from(typeof signature === "string" ? signature : "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { readEnv } from "@/lib/env";
import { isSigned, signAddress } from "@/lib/uploads/sign-address";

const settings = (NEXTAUTH_SECRET = "a-secret-of-the-tests") =>
  readEnv({
    DATABASE_URL: "postgres://desk@db.example/desk",
    ENCRYPTION_KEYS: Buffer.alloc(32).toString("base64"),
    APP_URL: "https://desk.example.com",
    NEXTAUTH_SECRET,
  });
const now = 1_700_000_000_000;

function addressOf(id: string, expiresAt = now + 60_000) {
  const url = new URL(signAddress(id, expiresAt, settings()));
  const { expires = "", signature = "" } = Object.fromEntries(url.searchParams);
  return { url, expires, signature };
}

test("an address stands under APP_URL and holds until its time", () => {
  const { url, ...given } = addressOf("u1");
  expect(url.origin + url.pathname).toBe("https://desk.example.com/api/media/u1");
  expect(url.search).toMatch(/^\?expires=1700000060&signature=[\w-]{43}$/);
  expect(isSigned("u1", given, now, settings())).toBe(true);
  expect(isSigned("u1", given, now + 59_999, settings())).toBe(true);
  expect(isSigned("u1", given, now + 60_000, settings())).toBe(false);
});

test("no part of it can be changed", () => {
  const { expires, signature } = addressOf("u1");
  const other = `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
  const attempts: [string, string, string][] = [
    ["u2", expires, signature],
    ["u1", String(Number(expires) + 1), signature],
    ["u1", `0${expires}`, signature],
    ["u1", expires, other],
    ["u1", expires, ""],
    ["u1", expires, signature.slice(1)],
    ["u1", expires, `${signature}=`],
    // What stands on which side of the line counts.
    [`u1\n${expires}`, "", signature],
  ];
  for (const [id, changed, sign] of attempts) {
    expect(isSigned(id, { expires: changed, signature: sign }, now, settings())).toBe(false);
  }
});

test("it is good under its own secret alone, and the bare secret makes none", () => {
  const { expires, signature } = addressOf("u1");
  const secret = "another-secret-of-the-tests";
  expect(isSigned("u1", { expires, signature }, now, settings(secret))).toBe(false);
  const bare = createHmac("sha256", "a-secret-of-the-tests")
    .update(`u1\n${expires}`)
    .digest("base64url");
  expect(isSigned("u1", { expires, signature: bare }, now, settings())).toBe(false);
});

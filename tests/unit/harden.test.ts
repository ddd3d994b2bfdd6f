import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { harden } from "@/lib/http/harden";
import { applySettings, temporaryDirectory } from "../support/settings.ts";

/** What a request is taken for, and what every answer to it carries. */
function ask(
  settings: Record<string, string>,
  { url = "/login", headers = {} }: { url?: string; headers?: Record<string, string> } = {},
) {
  applySettings({ DATA_DIR: temporaryDirectory(), ...settings });
  const incoming = { url, headers: { ...headers } } as unknown as IncomingMessage;
  const answered = new Map<string, string>();
  const outgoing = { setHeader: (name: string, value: string) => answered.set(name, value) };
  harden(incoming, outgoing as unknown as ServerResponse);
  return { taken: incoming.headers, answered };
}

const forged = {
  host: "evil.example",
  "x-forwarded-for": "10.0.0.1",
  "x-forwarded-host": "evil.example",
  "x-forwarded-proto": "https",
  "x-real-ip": "10.0.0.1",
  forwarded: "for=10.0.0.1",
  "x-middleware-subrequest": "proxy",
  "x-invoke-path": "/admin",
  "next-action": "x",
  "x-style-nonce": "mine",
  "content-security-policy": "script-src 'nonce-mine'",
  "content-security-policy-report-only": "script-src 'nonce-mine'",
  "user-agent": "tests",
};

test("without a proxy of ours nothing is believed that only one could know", () => {
  const { taken, answered } = ask({ APP_URL: "http://desk.example:3000" }, { headers: forged });
  expect(taken).toEqual({
    host: "desk.example:3000",
    "user-agent": "tests",
    "x-style-nonce": expect.not.stringContaining("mine"),
    "content-security-policy": answered.get("content-security-policy"),
  });
  expect(answered.get("content-security-policy")).not.toContain("mine");
});

test("behind one only the addresses that it saw are kept, for the name is known", () => {
  const { taken } = ask({ APP_URL: "https://desk.example", TRUST_PROXY: "1" }, { headers: forged });
  expect(taken).toMatchObject({ host: "desk.example", "x-forwarded-for": "10.0.0.1" });
  expect(Object.keys(taken).filter((name) => /forwarded|real-ip/.test(name))).toEqual([
    "x-forwarded-for",
  ]);
});

test("behind TLS browsers are told to stay there, and else not", () => {
  const secure = ask({ APP_URL: "https://desk.example" }).answered;
  expect(secure.get("strict-transport-security")).toBe("max-age=31536000");
  expect(secure.get("content-security-policy")).toContain("upgrade-insecure-requests");
  expect(secure.get("content-security-policy")).not.toMatch(/http:(?!s)/);
  const plain = ask({ APP_URL: "http://desk.example" }).answered;
  expect(plain.has("strict-transport-security")).toBe(false);
  expect(plain.get("content-security-policy")).not.toContain("upgrade-insecure-requests");
});

test("a page's forms lead to the desk, and to the provider where there is one", () => {
  const formsOf = (settings: Record<string, string>) =>
    /form-action [^;]+/.exec(ask(settings).answered.get("content-security-policy")!)![0];
  expect(formsOf({})).toBe("form-action 'self'");
  const provider = {
    OIDC_ISSUER: "https://id.example/realms/desk",
    OIDC_CLIENT_ID: "x",
    OIDC_CLIENT_SECRET: "x",
  };
  expect(formsOf(provider)).toBe("form-action 'self' https://id.example");
});

test("data is no page; only what never changes may be kept", () => {
  const data = ask({}, { url: "/api/users" });
  expect(data.answered.get("content-security-policy")).toMatch(/^default-src 'none'/);
  expect(data.taken["x-style-nonce"]).toBeUndefined();
  for (const url of ["/api/users", "/", "/admin/users", "/_next/data/x.json", "/x/_next/static/"])
    expect(ask({}, { url }).answered.get("cache-control"), url).toBe("private, no-store");
  for (const url of ["/_next/static/chunks/a.js", "/emoji/es", "/icon.svg?a"])
    expect(ask({}, { url }).answered.has("cache-control"), url).toBe(false);
});

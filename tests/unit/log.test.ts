import { beforeEach, expect, test } from "vitest";
import { hideInLogs, hideValues } from "@/lib/hidden-values";
import { hideSecrets, log } from "@/lib/log";
import { seal, unseal } from "@/lib/seal";
import { captureLog } from "../support/captured-log.ts";
import { forgetProcess } from "../support/settings.ts";

const canary = 'pájaro>>>>>?????\\"mina" 7?';
const keys = [{ id: "k1", key: Buffer.alloc(32, 1) }];

beforeEach(forgetProcess);

test("what is a secret by its name is hidden at any depth, in errors too, and nothing else", () => {
  const lines = captureLog();
  const error = Object.assign(new Error("Jelou did not answer"), {
    code: "ECONNRESET",
    config: { headers: { Authorization: "Zm9v-canary", "x-api-key": "canary" } },
  });
  log().info({ a: { b: [{ c: { d: { clientSecret: "canary" } } }] }, err: error });
  log().warn(Object.assign(new Error("thrown as it is"), { password: "canary" }));
  log().info({ headers: new Headers({ cookie: "canary", accept: "text/html" }) });
  log().info({ signingSecret: { value: "canary" }, recoveryCodes: ["canary"], code: "cana-ry12" });
  const harmless = { code: "upstream_failed", status: 502, tokenCount: 3, codes: undefined };
  log().info({ ...harmless, sqlState: { code: "57P01" }, webhookSecret: null });
  const text = lines.join("");
  expect(text).not.toMatch(/canary|cana-ry/);
  expect(text).toContain("Jelou did not answer");
  expect(text).toContain("ECONNRESET");
  expect(text).toContain("text/html");
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({
    code: "upstream_failed",
    status: 502,
    tokenCount: 3,
    sqlState: { code: "57P01" },
    webhookSecret: null,
  });
});

test("what refers to itself, is nested without end or is very long is logged all the same", () => {
  const lines = captureLog();
  const circle: Record<string, unknown> = { token: "canary" };
  circle.self = circle;
  let deep: unknown = { token: "canary" };
  for (let level = 0; level < 5_000; level += 1) deep = { deep };
  log().info({ circle, deep, many: Array(100_000).fill({ token: "canary" }), big: 1n });
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain("canary");
  expect(lines[0]!.length).toBeLessThan(20_000);
});

const spellings: [string, (secret: string) => string][] = [
  ["as it is", (secret) => secret],
  ["in JSON", (secret) => JSON.stringify({ secret })],
  ["in an address", (secret) => `?x=${encodeURIComponent(secret)}`],
  ["in a form", (secret) => new URLSearchParams({ secret }).toString()],
  ["in hexadecimal", (secret) => Buffer.from(secret).toString("hex")],
  ["in capitals of it", (secret) => Buffer.from(secret).toString("hex").toUpperCase()],
  ["in base64", (secret) => Buffer.from(secret).toString("base64")],
  ["for an address", (secret) => Buffer.from(secret).toString("base64url")],
  ["after a name", (secret) => Buffer.from(`client-7:${secret}`).toString("base64")],
  ["in the middle", (secret) => Buffer.from(`12345${secret}67`).toString("base64url")],
];

test.each(spellings)("a secret that was sealed or opened stands in no line %s", (_name, spell) => {
  const lines = captureLog();
  const sealed = seal(JSON.stringify({ kind: "basic", clientSecret: canary }), "a", keys);
  const shown = spell(canary);
  const traces = () => [log().info(`It said ${shown} to us`), log().error(new Error(shown))];
  traces();
  expect(lines.join("")).not.toContain(essence(shown));
  expect(lines[0]).toMatch(/It said .*\[hidden\].* to us/);
  lines.length = 0;
  forgetProcess();
  const later = captureLog();
  unseal(sealed, "a", keys);
  traces();
  expect(later).toHaveLength(2);
  expect(later.join("")).not.toContain(essence(shown));
});

/** The middle of it, without what is written about it. */
const essence = (text: string) => {
  const middle = Math.floor(text.length / 2);
  return text.slice(middle - 5, middle + 5);
};

test("a line stays JSON, and what stands beside a secret stays", () => {
  const lines = captureLog();
  hideInLogs(canary);
  log().info({ words: `before ${canary} after`, twice: canary + canary });
  expect(JSON.parse(lines[0]!)).toMatchObject({
    words: "before [hidden] after",
    twice: "[hidden][hidden]",
  });
});

test.each([
  ["postgres://desk:canary@db:5432/x", "postgres://desk:[hidden]@db:5432/x"],
  ["Authorization: Bearer canary.canary", "Authorization: Bearer [hidden]"],
  [`/password-reset/${"canary-".repeat(6)}`, "/password-reset/[hidden]"],
  ["/api/password-reset/check", "/api/password-reset/check"],
  ["/media/1?signature=canary&expires=9", "/media/1?signature=[hidden]&expires=9"],
  ["eyJhbGciOiJkaXIifQ..canary.canary.canary", "[hidden]"],
  [`see ${seal("canary", "a", keys)}`, "see [hidden]"],
  ["http://127.0.0.1:3000/setup?token=shown", "http://127.0.0.1:3000/setup?token=shown"],
  ["At 10:42 a@b.c wrote to http://x.y/z@1", "At 10:42 a@b.c wrote to http://x.y/z@1"],
])("by its form: %s", (text, clean) => {
  expect(hideSecrets(text)).toBe(clean);
});

test("the oldest of very many secrets is forgotten, what is used again is not, and short ones are words", () => {
  const secret = (n: number) => `secret-number-${n}-`;
  for (let n = 0; n < 1_000; n += 1) hideInLogs(secret(n));
  hideInLogs(secret(0));
  hideInLogs(secret(1_000));
  hideInLogs("hola");
  expect(hideValues(secret(0))).toBe("[hidden]");
  expect(hideValues(secret(1))).toBe(secret(1));
  expect(hideValues(secret(1_000))).toBe("[hidden]");
  expect(hideValues("hola a todos")).toBe("hola a todos");
});

test("the settings' secrets are never forgotten, sealed or opened as they may be", () => {
  const [first, second] = ["secret-of-a-setting", "another-of-a-setting"];
  hideInLogs(second);
  for (const secret of [first, second]) hideInLogs(secret, { always: true });
  for (let n = 0; n < 1_000; n += 1) hideInLogs(`secret-number-${n}-`);
  for (const secret of [first, second]) expect(hideValues(secret)).toBe("[hidden]");
  expect(hideValues("secret-number-0-"), "there is room for as many others").toBe("[hidden]");
});

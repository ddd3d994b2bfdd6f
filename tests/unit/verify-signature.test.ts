import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { verifyExtraHeader, verifySignature } from "@/lib/jelou/verify-signature";

const secret = "a signing secret";
const sign = (body: Uint8Array | string, key = secret) =>
  `sha256=${createHmac("sha256", key).update(body).digest("hex")}`;
const bytes = (text: string) => Buffer.from(text);

test("a signature known from elsewhere is right", () => {
  // RFC 4231, test case 2.
  const header = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  expect(verifySignature(bytes("what do ya want for nothing?"), header, "Jefe")).toBe(true);
});

test("the signature of any bytes under any secret is right, however its hex is written", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string({ minLength: 1 }), (body, key) => {
      const header = sign(body, key);
      expect(verifySignature(body, header, key)).toBe(true);
      const shouted = ` sha256=${header.slice(7).toUpperCase()} `;
      expect(verifySignature(body, shouted, key)).toBe(true);
    }),
  );
});

test("ten thousand changes to body, signature or secret: none is taken", () => {
  const body = fc.uint8Array({ minLength: 1, maxLength: 200 });
  const changed = fc.oneof(
    fc.record({ what: fc.constant("flip" as const), at: fc.nat(), bit: fc.nat(7) }),
    fc.record({ what: fc.constant("append" as const), at: fc.nat(), bit: fc.nat(255) }),
    fc.record({ what: fc.constant("cut" as const), at: fc.nat(), bit: fc.nat() }),
    fc.record({ what: fc.constant("header" as const), at: fc.nat(63), bit: fc.nat(14) }),
    fc.record({ what: fc.constant("secret" as const), at: fc.nat(), bit: fc.nat() }),
  );
  let taken = 0;
  fc.assert(
    fc.property(body, changed, (raw, { what, at, bit }) => {
      const header = sign(raw);
      const copy = Buffer.from(raw);
      if (what === "flip") {
        copy[at % raw.length]! ^= 1 << bit;
        taken += Number(verifySignature(copy, header, secret));
      } else if (what === "append") {
        taken += Number(verifySignature(Buffer.concat([raw, Buffer.of(bit)]), header, secret));
      } else if (what === "cut") {
        taken += Number(verifySignature(copy.subarray(0, at % raw.length), header, secret));
      } else if (what === "header") {
        const digit = ((Number.parseInt(header[7 + at]!, 16) + 1 + bit) % 16).toString(16);
        const forged = header.slice(0, 7 + at) + digit + header.slice(8 + at);
        taken += Number(verifySignature(copy, forged, secret));
      } else {
        taken += Number(verifySignature(copy, header, `${secret}${at % 10}`));
      }
    }),
    { numRuns: 10_000 },
  );
  expect(taken).toBe(0);
});

const raw = bytes('{"a":1}');
test.each([
  null,
  "",
  "sha256=",
  sign(raw).slice(7),
  sign(raw).slice(0, -1),
  `${sign(raw)}0`,
  `${sign(raw)},${sign(raw)}`,
  sign(raw).replace("sha256", "sha1"),
  `sha256=${"z".repeat(64)}`,
  `sha256=${createHmac("sha256", secret).update(raw).digest("base64")}`,
])("%j is no signature", (header) => {
  expect(verifySignature(raw, header, secret)).toBe(false);
});

test("an empty secret proves nothing", () => {
  expect(verifySignature(raw, sign(raw, ""), "")).toBe(false);
});

test("in json mode the signature covers the re-serialised body, and what isn't JSON is refused", () => {
  const pretty = bytes('{ "a": 1.0,\n "ñ": "\\u00e1" }');
  const header = sign('{"a":1,"ñ":"á"}');
  expect(verifySignature(pretty, header, secret, "json")).toBe(true);
  expect(verifySignature(pretty, header, secret)).toBe(false);
  expect(verifySignature(pretty, sign(pretty), secret, "json")).toBe(false);
  for (const body of ["", "{", "nope", `${"[".repeat(100_000)}${"]".repeat(100_000)}`])
    expect(verifySignature(bytes(body), sign(body), secret, "json")).toBe(false);
});

const basic = (pair: string) => `Basic ${Buffer.from(pair).toString("base64")}`;
test.each([
  [{ kind: "bearer", token: "tok" }, "authorization", "Bearer tok"],
  [{ kind: "api-key", apiKey: "key" }, "x-api-key", "key"],
  [{ kind: "basic", username: "ü", password: "p:ñ" }, "authorization", basic("ü:p:ñ")],
] as const)("the extra header is compared whole: $0.kind", (expected, name, value) => {
  const verify = (headers: Record<string, string>) =>
    verifyExtraHeader(new Headers(headers), expected);
  expect(verify({ [name]: value })).toBe(true);
  expect(verify({})).toBe(false);
  expect(verify({ [name]: "" })).toBe(false);
  expect(verify({ [name]: `${value}x` })).toBe(false);
  expect(verify({ [name]: value.slice(0, -1) })).toBe(false);
  expect(verify({ [name]: value.toUpperCase().replace("BEARER", "Bearer") })).toBe(false);
  expect(verify({ "x-other": value })).toBe(false);
});

const pair = "mostrador:p:q";
const base64 = Buffer.from(pair).toString("base64");
test.each([
  [{ kind: "bearer", token: "tok" }, ["Bearer tok", "tok"]],
  [
    { kind: "basic", username: "mostrador", password: "p:q" },
    [`Basic ${base64}`, `Basic ${pair}`, base64, pair],
  ],
] as const)("whoever puts the scheme and the base64 to $0, it is known", (expected, forms) => {
  const verify = (authorization: string) =>
    verifyExtraHeader(new Headers({ authorization }), expected);
  for (const form of forms) {
    expect(verify(form), form).toBe(true);
    expect(verify(`${form}=`)).toBe(false);
    expect(verify(form.slice(0, -1))).toBe(false);
  }
  for (const none of ["Bearer", "Basic", "Bearer ", "Basic Og==", ":"])
    expect(verify(none)).toBe(false);
});

test("the name of the scheme may be written in any case, and no header is asked for where none is set", () => {
  const expected = { kind: "bearer", token: "tok" } as const;
  expect(verifyExtraHeader(new Headers({ authorization: "bearer  tok" }), expected)).toBe(true);
  expect(verifyExtraHeader(new Headers(), null)).toBe(true);
});

test("a body is read for its signature only where there is one, and then once", () => {
  const body = bytes('{ "a": 1 }');
  const parse = vi.spyOn(JSON, "parse");
  for (const none of [null, "", "sha256=", `sha256=${"0".repeat(63)}`, "sha1=00"])
    expect(verifySignature(body, none, secret, "json")).toBe(false);
  expect(parse).not.toHaveBeenCalled();
  expect(verifySignature(body, sign('{"a":1}', "another"), secret, "json")).toBe(false);
  expect(verifySignature(body, sign('{"a":1}'), secret, "json")).toBe(true);
  expect(parse).toHaveBeenCalledTimes(1);
  parse.mockRestore();
});

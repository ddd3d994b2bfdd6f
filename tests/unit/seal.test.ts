import fc from "fast-check";
import { expect, test } from "vitest";
import { seal, unseal } from "@/lib/seal";

const keyOf = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill) });
const keys = [keyOf("k1", 1)];

test("every secret opens as it was, and stands nowhere in what is kept", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string(), (secret, identity) => {
      const sealed = seal(secret, identity, keys);
      expect(unseal(sealed, identity, keys)).toBe(secret);
      if (secret.length > 8) expect(sealed).not.toContain(secret);
    }),
  );
});

test("one secret sealed twice looks different", () => {
  expect(seal("secret", "a", keys)).not.toBe(seal("secret", "a", keys));
});

test("moved to another record it doesn't open", () => {
  const sealed = seal("secret", "project:1:credentials", keys);
  for (const identity of ["project:2:credentials", "project:1:webhook_secret", ""])
    expect(() => unseal(sealed, identity, keys)).toThrow();
});

test("an older key still opens, the first one seals, and a missing one is named", () => {
  const old = seal("secret", "a", keys);
  const rotated = [keyOf("k2", 2), ...keys];
  expect(unseal(old, "a", rotated)).toBe("secret");
  expect(seal("secret", "a", rotated)).toMatch(/^v1\.k2\./);
  expect(() => unseal(old, "a", [keyOf("k2", 2)])).toThrow(/ENCRYPTION_KEYS has no key "k1"/);
  expect(() => unseal(old, "a", [keyOf("k1", 9)])).toThrow();
});

test("with a shorter tag it doesn't open, though what is left of it is right", () => {
  const [version, id, iv, tag, body] = seal("secret", "a", keys).split(".");
  for (const bytes of [4, 8, 12, 15]) {
    const short = Buffer.from(tag!, "base64url").subarray(0, bytes).toString("base64url");
    expect(() => unseal([version, id, iv, short, body].join("."), "a", keys)).toThrow();
  }
});

test("changed in any place it doesn't open, and the error holds no secret", () => {
  const sealed = seal("canary-secret", "a", keys);
  const change = fc.tuple(fc.nat(sealed.length - 1), fc.constantFrom(..."ABCxyz019-_."));
  fc.assert(
    fc.property(change, ([at, letter]) => {
      const changed = sealed.slice(0, at) + letter + sealed.slice(at + 1);
      fc.pre(!sameBytes(changed, sealed));
      const open = () => unseal(changed, "a", keys);
      expect(open).toThrow();
      expect(open).not.toThrow("canary");
    }),
    { numRuns: 500 },
  );
});

/** The last letter of a base64 part has bits that mean nothing. */
const sameBytes = (a: string, b: string) =>
  a.split(".").length === b.split(".").length &&
  a.split(".").every((part, index) => {
    const other = b.split(".")[index]!;
    return index < 2
      ? part === other
      : Buffer.from(part, "base64url").equals(Buffer.from(other, "base64url"));
  });

test.each(["", "v1", "v1.k1", "v2.k1.a.b.c", "secret", "v1.k1.AAAA.AAAA.AAAA"])(
  "%j is no sealed value",
  (text) => {
    expect(() => unseal(text, "a", keys)).toThrow();
  },
);

import { TOTP } from "otpauth";
import { expect, test } from "vitest";
import { hashRecoveryCode, makeRecoveryCode } from "@/lib/auth/recovery-code";
import { findStep, newSecret, toUri } from "@/lib/auth/totp";

/** Of RFC 6238, appendix B: the secret in ASCII is 12345678901234567890; its last six of eight digits. */
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
])("the code of RFC 6238 at %i s is taken", (seconds, code) => {
  expect(findStep(secret, code, seconds * 1_000)).toBe(Math.floor(seconds / 30));
});

test("a code is taken for one step before and after its own, and no longer", () => {
  const at = 1_111_111_109_000;
  const code = "081804";
  const step = Math.floor(at / 30_000);
  const found = [-60, -30, 0, 30, 60].map((late) => findStep(secret, code, at + late * 1_000));
  expect(found).toEqual([null, step, step, step, null]);
  for (const wrong of ["081805", "81804", "0818040", "", "081 804"])
    expect(findStep(secret, wrong, at), wrong).toBeNull();
});

test("what an authenticator reads makes the codes that the desk takes", () => {
  const fresh = newSecret();
  const uri = toUri(fresh, "lucia+á@example.com");
  expect(uri).toMatch(/^otpauth:\/\/totp\/Mostrador:/);
  expect(Object.fromEntries(new URL(uri).searchParams)).toEqual({
    issuer: "Mostrador",
    secret: fresh,
    algorithm: "SHA1",
    digits: "6",
    period: "30",
  });
  const at = Date.now();
  const read = new TOTP({ secret: fresh });
  expect(findStep(fresh, read.generate({ timestamp: at }), at)).toBe(Math.floor(at / 30_000));
  expect(newSecret()).not.toBe(fresh);
});

test("a recovery code is long, and the same however it is written", () => {
  const codes = Array.from({ length: 200 }, makeRecoveryCode);
  for (const code of codes)
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){2}$/);
  expect(new Set(codes).size).toBe(200);
  const hash = hashRecoveryCode("u1", "ABCDE-01FGH-JKMNP");
  for (const written of ["abcde01fghjkmnp", " ABCDE 01FGH JKMNP ", "abcde-oifgh-jkmnp"])
    expect(hashRecoveryCode("u1", written), written).toBe(hash);
  expect(hashRecoveryCode("u2", "ABCDE-01FGH-JKMNP")).not.toBe(hash);
  expect(hashRecoveryCode("u1", "ABCDE-01FGH-JKMNQ")).not.toBe(hash);
});

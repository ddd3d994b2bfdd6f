import { Secret, TOTP } from "otpauth";

/** RFC 6238 with what every authenticator takes: SHA-1, six digits, half a minute. */
const plain = { algorithm: "SHA1", digits: 6, period: 30 } as const;
const issuer = "Mostrador";

/** 160 bits, in base 32. */
export const newSecret = () => new Secret({ size: 20 }).base32;

export const toUri = (secret: string, email: string) =>
  new TOTP({ ...plain, issuer, label: email, secret: Secret.fromBase32(secret) }).toString();

/** The step of time that a code is of: this one, the one before or the one after. Null for a wrong one. */
export function findStep(secret: string, code: string, now: number): number | null {
  const totp = new TOTP({ ...plain, secret: Secret.fromBase32(secret) });
  const delta = totp.validate({ token: code, timestamp: now, window: 1 });
  return delta === null ? null : totp.counter({ timestamp: now }) + delta;
}

import { createHash, randomInt } from "node:crypto";

/** Without letters that look like digits or like one another. */
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 15;

/** 75 random bits, as `ABCDE-FGHJK-MNPQR`. */
export function makeRecoveryCode(): string {
  const code = Array.from({ length }, () => letters[randomInt(letters.length)]).join("");
  return code.replace(/.{5}(?=.)/g, "$&-");
}

/** A fast hash will do for what can't be guessed. It is bound to its user. */
export const hashRecoveryCode = (userId: string, code: string) =>
  createHash("sha256")
    .update(`recovery:${userId}:${tidy(code)}`)
    .digest("base64url");

/** However it was written down. */
const tidy = (code: string) =>
  code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");

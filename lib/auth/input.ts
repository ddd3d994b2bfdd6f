import * as z from "zod";

export const email = z.string().trim().toLowerCase().pipe(z.email().max(200));
export const password = z.string().min(8).max(200);

/** Of an authenticator, or one to recover with. */
const code = z.string().trim().min(1).max(50);
export const codeInput = z.strictObject({ code });
const ownPassword = z.string().min(1).max(200);
/** Of who is signed in, again: his session alone may be somebody else's by now. */
export const passwordInput = z.strictObject({ password: ownPassword });
/** The password of who has one. */
export const secondFactorConfirmation = z.strictObject({ code, password: ownPassword.optional() });
export type SecondFactorConfirmation = z.output<typeof secondFactorConfirmation>;
export const secondFactorEnd = z.union([passwordInput, codeInput]);
export type SecondFactorEnd = z.output<typeof secondFactorEnd>;

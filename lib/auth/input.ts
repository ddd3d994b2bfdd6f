import * as z from "zod";

export const email = z.string().trim().toLowerCase().pipe(z.email().max(200));
export const password = z.string().min(8).max(200);

/** Of an authenticator, or one to recover with. */
const code = z.string().trim().min(1).max(50);
export const codeInput = z.strictObject({ code });
export const secondFactorEnd = z.union([
  z.strictObject({ password: z.string().min(1).max(200) }),
  codeInput,
]);
export type SecondFactorEnd = z.output<typeof secondFactorEnd>;

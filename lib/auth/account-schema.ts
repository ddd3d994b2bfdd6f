import * as z from "zod/mini";

/** One of the places where somebody is signed in; `id` is no part of what signs him in. */
const ownSession = z.object({
  id: z.string(),
  current: z.boolean(),
  method: z.nullable(z.enum(["password", "oidc", "link"])),
  address: z.nullable(z.string()),
  userAgent: z.nullable(z.string()),
  createdAt: z.number(),
  seenAt: z.nullable(z.number()),
  expiresAt: z.number(),
});
export type OwnSession = z.infer<typeof ownSession>;
export const ownSessionList = z.object({ items: z.array(ownSession), nextCursor: z.null() });

export const secondFactor = z.object({
  /** Null where it is off. */
  since: z.nullable(z.number()),
  recoveryCodesLeft: z.number(),
});
export type SecondFactor = z.infer<typeof secondFactor>;

export const secondFactorStart = z.object({
  secret: z.string(),
  uri: z.string(),
  /** An SVG. */
  qr: z.string(),
});
export type SecondFactorStart = z.infer<typeof secondFactorStart>;

export const recoveryCodeList = z.object({ recoveryCodes: z.array(z.string()) });

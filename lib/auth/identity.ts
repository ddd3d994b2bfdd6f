import * as z from "zod";
import { env } from "@/lib/env";
import { email } from "./input";
import { type Role, roles } from "./schema";

/** Whom the OpenID provider says that it has before it. The issuer and the subject name him, nothing else does. */
export type Identity = {
  issuer: string;
  subject: string;
  /** Null where the provider doesn't vouch for it. */
  email: string | null;
  name: string | null;
  /** Null where the claim isn't there, isn't asked for, or names none of ours. */
  role: Role | null;
};

/** Why nobody came in; each has its sentence at the sign-in. */
export const identityRefusals = [
  "unverified",
  "not_linked",
  "not_invited",
  "disabled",
  "taken",
] as const;
export type IdentityRefusal = (typeof identityRefusals)[number];

export type Admission =
  | { user: { id: string; email: string; name: string; sessionId: string } }
  | { connected: true }
  | { refused: IdentityRefusal };

const claims = z.looseObject({
  iss: z.string().min(1).max(500),
  sub: z.string().min(1).max(255),
  name: z.string().optional().catch(undefined),
  email: email.optional().catch(undefined),
  // Some providers write it as text.
  email_verified: z
    .union([z.literal(true), z.literal("true")])
    .optional()
    .catch(undefined),
});

/** @throws Error when these are no claims of the provider that the settings name */
export function readIdentity(given: unknown): Identity {
  const { oidc } = env();
  const { iss, sub, name, email: address, email_verified, ...others } = claims.parse(given);
  if (!oidc || iss.replace(/\/+$/, "") !== oidc.issuer)
    throw new Error("The identity is another provider's.");
  return {
    issuer: iss,
    subject: sub,
    email: email_verified && address ? address : null,
    name: name?.trim().slice(0, 100) || null,
    role: oidc.roleClaim === undefined ? null : roleIn(others[oidc.roleClaim]),
  };
}

/** The highest of those that are named. */
function roleIn(claim: unknown): Role | null {
  const named = Array.isArray(claim) ? claim : [claim];
  return roles.findLast((role) => named.includes(role)) ?? null;
}

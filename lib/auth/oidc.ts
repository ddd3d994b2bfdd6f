import { AsyncLocalStorage } from "node:async_hooks";
import type { User } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { once } from "@/lib/once";
import { type Admission, type Identity, readIdentity } from "./identity";

export type Admit = (identity: Identity) => Promise<Admission>;

type Claims = { sub: string };
/** What next-auth hands over, whatever its types say: its claims are those of a token that has been verified. */
type Decoded = { claims: () => Record<string, unknown> & Claims };

/** The provider that the settings name, for next-auth; none where they name none. */
export function oidcProviders(): OAuthConfig<Claims>[] {
  const { oidc } = env();
  if (!oidc) return [];
  return [
    {
      id: "oidc",
      name: oidc.name,
      type: "oauth",
      wellKnown: `${oidc.issuer}/.well-known/openid-configuration`,
      clientId: oidc.clientId,
      clientSecret: oidc.clientSecret,
      idToken: true,
      checks: ["pkce", "state", "nonce"],
      authorization: { params: { scope: "openid email profile" } },
      httpOptions: { timeout: 8_000 },
      userinfo: {
        // Many put the e-mail into the token, others say it here only. What the token says goes first: it is signed.
        request: async ({ client, tokens }) => {
          const claims = (tokens as unknown as Decoded).claims();
          const lacking =
            claims.email === undefined || (oidc.roleClaim && claims[oidc.roleClaim] === undefined);
          const asked = lacking && client.issuer.metadata.userinfo_endpoint;
          return asked ? { ...(await client.userinfo(tokens as never)), ...claims } : claims;
        },
      },
      profile: ({ sub }) => ({ id: sub }),
    },
  ];
}

/**
 * What next-auth asks before it makes the session's token: true, or where to go instead. An admitted `user` becomes ours.
 * Never throws, since next-auth would put the words of the error into an address.
 */
export async function admitProfile(
  user: User & { sessionId?: string },
  profile: unknown,
  admit: Admit,
): Promise<true | string> {
  const { origin } = env().appUrl;
  try {
    const admission = await admit(readIdentity(profile));
    if ("refused" in admission) return `${origin}/login?error=${admission.refused}`;
    if ("connected" in admission) return `${origin}/preferences/security?identity=connected`;
    Object.assign(user, admission.user);
    return true;
  } catch (error) {
    log().error({ err: error }, "Somebody who came from the OpenID provider could not be let in");
    return `${origin}/login?error=failed`;
  }
}

/** Runs next-auth for one request, and mends where it leads when the provider's part went wrong. */
export async function followOidc(request: Request, run: () => Promise<Response>) {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname !== "/api/auth/callback/oidc") return run();
  const trouble: Trouble = { unreachable: false };
  const response = await troubles().run(trouble, run);
  const headers = new Headers(response.headers);
  headers.append("set-cookie", invitationCookie("", 0));
  headers.set("cache-control", "private, no-store");
  if (new URL(headers.get("location") ?? "/", env().appUrl).pathname === "/api/auth/error") {
    const declined = searchParams.has("error");
    const reason = trouble.unreachable ? "unreachable" : declined ? "declined" : "expired";
    headers.set("location", `${env().appUrl.origin}/login?error=${reason}`);
  }
  return new Response(response.body, { status: response.status, headers });
}

type Trouble = { unreachable: boolean };

const troubles = () => once("oidc-troubles", () => new AsyncLocalStorage<Trouble>());

const telling = /^(SIGNIN_OAUTH|OAUTH_(CALLBACK|PARSE_PROFILE))/;

/** next-auth's logger: what the operator must hear of his provider, without the one-time values in it. */
export function noteTrouble(code: string, detail: unknown) {
  if (!telling.test(code)) return;
  const error = (detail instanceof Error ? detail : (detail as { error?: unknown }).error) as
    | { message?: string; code?: unknown }
    | undefined;
  const message = error?.message ?? "";
  const unreachable =
    typeof error?.code === "string" || /timed out|got: 5\d\d|discovery/.test(message);
  const store = troubles().getStore();
  if (store) store.unreachable = unreachable;
  const reason = message.replace(/[\w-]{20,}/g, "…").slice(0, 200);
  log().warn({ code, reason }, "A sign-in through the OpenID provider failed");
}

const invitationName = "mostrador.invitation";

/** Keeps the token of an invitation while its owner is at the provider. */
export const invitationCookie = (token: string, maxAge = 15 * 60) =>
  `${invitationName}=${token}; Path=/api/auth/callback/oidc; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${
    env().appUrl.protocol === "https:" ? "; Secure" : ""
  }`;

export const invitationIn = (headers: Headers): string | undefined =>
  new RegExp(`(?:^|;\\s*)${invitationName}=([\\w-]+)`).exec(headers.get("cookie") ?? "")?.[1];

import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

export type ProviderAccount = {
  email?: string;
  email_verified?: boolean;
  name?: string;
  desk_role?: unknown;
};

export const oidcClient = { id: "desk", secret: "a-secret-of-the-client-0123456789" };

type Twist = (token: string) => string;

const newKey = () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

/** A real OpenID provider on loopback that signs in whomever it is told to, without asking. */
export async function openOidc() {
  const key = newKey();
  const accounts = new Map<string, ProviderAccount>();
  let subject = "";
  let twist: Twist | undefined;
  let handle: RequestListener = (_request, response) => response.writeHead(503).end();
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  /** It answers from here on, for the desk at that address. */
  function serve(deskUrl: string) {
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: oidcClient.id,
          client_secret: oidcClient.secret,
          redirect_uris: [`${deskUrl}/api/auth/callback/oidc`],
        },
      ],
      jwks: { keys: [{ ...key.export({ format: "jwk" }), kid: "one", alg: "RS256", use: "sig" }] },
      cookies: { keys: ["of the tests"] },
      pkce: { required: () => true },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
      claims: {
        openid: ["sub", "desk_role"],
        email: ["email", "email_verified"],
        profile: ["name"],
      },
      findAccount: (_ctx, sub) => ({
        accountId: sub,
        claims: () => ({ sub, ...accounts.get(sub) }),
      }),
      loadExistingGrant: async (ctx) => {
        const { client, session } = ctx.oidc;
        const grant = new provider.Grant({
          clientId: client?.clientId ?? "",
          accountId: session?.accountId ?? "",
        });
        grant.addOIDCScope("openid email profile");
        await grant.save();
        return grant;
      },
    });
    provider.use(async (ctx, next) => {
      await next();
      const body = ctx.body as { id_token?: string } | undefined;
      if (ctx.path === "/token" && twist && body?.id_token) body.id_token = twist(body.id_token);
    });
    const answer = provider.callback();
    handle = (request, response) => {
      if (!request.url?.startsWith("/interaction/")) return void answer(request, response);
      const result = { login: { accountId: subject } };
      void provider.interactionFinished(request, response, result);
    };
  }

  return {
    issuer,
    serve,
    /** Who is before it from now on. */
    signInAs: (sub: string, account: ProviderAccount) => {
      accounts.set(sub, account);
      subject = sub;
    },
    /** What becomes of the tokens that it hands out. */
    twist: (how: Twist | undefined) => {
      twist = how;
    },
    /** A token with other claims, signed as all of them are. */
    resign: (token: string, claims: object) => sign({ ...claimsOf(token), ...claims }, key),
    signByAnother: (token: string) => sign(claimsOf(token), newKey()),
    down: () => {
      handle = (_request, response) => response.writeHead(503).end();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as object;

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

function sign(claims: object, key: KeyObject) {
  const text = `${encode({ alg: "RS256", kid: "one" })}.${encode(claims)}`;
  return `${text}.${createSign("sha256").update(text).sign(key, "base64url")}`;
}

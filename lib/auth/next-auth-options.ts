import type { NextAuthOptions } from "next-auth";
import type { JWT } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import * as z from "zod";
import { env } from "@/lib/env";
import { email } from "./input";
import { ownAddress } from "./next-auth-request";
import { type Admit, admitProfile, noteTrouble, oidcProviders } from "./oidc";
import { endSession, sessionLifeMs } from "./sessions";
import { CodeWanted, signIn } from "./sign-in";

const credentials = z.object({
  email,
  password: z.string().min(1).max(200),
  code: z.string().trim().max(50).optional(),
});

/**
 * The token says which session; the session's row says whether it still counts (`gate`). Of a sign-in by password that
 * fails next-auth makes a wrong password, whatever the reason: `onFailure` hears of it.
 */
export const nextAuthOptions = (
  admit: Admit,
  onFailure: (error: unknown) => void,
): NextAuthOptions => ({
  secret: env().nextAuthSecret,
  session: { strategy: "jwt", maxAge: sessionLifeMs / 1000 },
  pages: { signIn: "/login", error: "/login", signOut: "/login" },
  useSecureCookies: env().appUrl.protocol === "https:",
  logger: { error: noteTrouble, warn: () => {}, debug: () => {} },
  providers: [
    CredentialsProvider({
      id: "credentials",
      name: "Mostrador",
      credentials: { email: { type: "email" }, password: { type: "password" }, code: {} },
      authorize: async (given) => {
        const { data } = credentials.safeParse(given);
        if (!data) return null;
        try {
          return await signIn(data.email, data.password, data.code);
        } catch (error) {
          if (!(error instanceof CodeWanted)) onFailure(error);
          throw error;
        }
      },
    }),
    ...oidcProviders(),
  ],
  callbacks: {
    // next-auth hands the user over at the sign-in only, whatever its types say.
    jwt: ({ token, user }: { token: JWT; user?: { id: string; sessionId?: string } }) =>
      user ? { sub: user.id, sid: user.sessionId } : token,
    session: ({ session }) => session,
    redirect: ({ url }) => ownAddress(url, env().appUrl),
    signIn: ({ user, account, profile }) =>
      account?.type !== "oauth" || admitProfile(user, profile, admit),
  },
  events: {
    signOut: async ({ token }) => {
      if (typeof token.sid === "string") await endSession(token.sid);
    },
  },
});

import type { NextAuthOptions } from "next-auth";
import type { JWT } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import * as z from "zod";
import { env } from "@/lib/env";
import { email } from "./input";
import { endSession, sessionLifeMs, signIn } from "./sessions";

const credentials = z.object({ email, password: z.string().min(1).max(200) });

/** The token says which session; the session's row says whether it still counts (`gate`). */
export const nextAuthOptions = (): NextAuthOptions => ({
  secret: env().nextAuthSecret,
  session: { strategy: "jwt", maxAge: sessionLifeMs / 1000 },
  pages: { signIn: "/login", error: "/login", signOut: "/login" },
  useSecureCookies: env().appUrl.protocol === "https:",
  logger: { error: () => {}, warn: () => {}, debug: () => {} },
  providers: [
    CredentialsProvider({
      id: "credentials",
      name: "Mostrador",
      credentials: { email: { type: "email" }, password: { type: "password" } },
      authorize: (given) => {
        const parsed = credentials.safeParse(given);
        return parsed.success ? signIn(parsed.data.email, parsed.data.password) : null;
      },
    }),
  ],
  callbacks: {
    // next-auth hands the user over at the sign-in only, whatever its types say.
    jwt: ({ token, user }: { token: JWT; user?: { id: string; sessionId?: string } }) =>
      user ? { sub: user.id, sid: user.sessionId } : token,
    session: ({ session }) => session,
  },
  events: {
    signOut: async ({ token }) => {
      if (typeof token.sid === "string") await endSession(token.sid);
    },
  },
});

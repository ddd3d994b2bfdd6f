import { decode } from "next-auth/jwt";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { noteUser } from "@/lib/request-facts";
import { findSession, type Session } from "./sessions";

/** The cookie that next-auth sets; the prefix makes browsers refuse it over plain http. */
export const sessionCookie = (secure: boolean) =>
  `${secure ? "__Secure-" : ""}next-auth.session-token`;

/** Who asks, by the session cookie and the session's row, or null. */
export async function sessionOf(headers: Headers): Promise<Session | null> {
  const token = readCookie(headers, sessionCookie(env().appUrl.protocol === "https:"));
  if (!token) return null;
  const claims = await decode({ token, secret: env().nextAuthSecret }).catch(() => null);
  const session = typeof claims?.sid === "string" ? await findSession(claims.sid) : null;
  if (session) noteUser(session.user.id);
  return session;
}

/** @throws AppError unauthenticated */
export async function requireSession(headers: Headers): Promise<Session> {
  const session = await sessionOf(headers);
  if (!session) throw new AppError("unauthenticated", "Sign in to go on.");
  return session;
}

function readCookie(headers: Headers, name: string): string | undefined {
  const pair = (headers.get("cookie") ?? "")
    .split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}

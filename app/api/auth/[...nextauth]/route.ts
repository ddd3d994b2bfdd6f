import NextAuth from "next-auth";
import { sessionOf } from "@/lib/auth/gate";
import type { Identity } from "@/lib/auth/identity";
import { nextAuthOptions } from "@/lib/auth/next-auth-options";
import { followOidc, invitationIn } from "@/lib/auth/oidc";
import { unassignLost } from "@/lib/conversations/write-assignee";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { checkOrigin } from "@/lib/http/check-origin";
import { errorResponse } from "@/lib/http/respond";
import { admitIdentity } from "@/lib/users/write-identities";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handle(request: Request, context: Context): Promise<Response> {
  try {
    if (request.method !== "GET") checkOrigin(request.headers, env().appUrl);
    // next-auth answers it with a 500 of its own.
    else if ((await context.params).nextauth.join("/") === "callback/credentials")
      throw new AppError("not_found", "Sign in with POST.");
    const failures: unknown[] = [];
    const options = nextAuthOptions(
      (identity) => admit(request, identity),
      (failure) => failures.push(failure),
    );
    const response = await followOidc(
      request,
      () => NextAuth(options)(request, context) as Promise<Response>,
    );
    if (failures.length > 0) throw failures[0];
    return response;
  } catch (error) {
    return errorResponse(error, new URL(request.url).pathname);
  }
}

async function admit({ headers }: Request, identity: Identity) {
  const sessionId = (await sessionOf(headers))?.id;
  const from = { sessionId, invitation: invitationIn(headers) };
  return admitIdentity(identity, from, (tx, userId) => unassignLost(tx, userId, userId));
}

export { handle as GET, handle as POST };

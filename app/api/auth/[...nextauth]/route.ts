import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { sessionOf } from "@/lib/auth/gate";
import type { Identity } from "@/lib/auth/identity";
import { nextAuthOptions } from "@/lib/auth/next-auth-options";
import {
  checkAuthBody,
  checkAuthPath,
  checkCallbackUrls,
  mostAuthBytes,
} from "@/lib/auth/next-auth-request";
import { followOidc, invitationIn } from "@/lib/auth/oidc";
import { unassignLost } from "@/lib/conversations/write-assignee";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { checkOrigin } from "@/lib/http/check-origin";
import { readLimited } from "@/lib/http/read-limited";
import { errorResponse } from "@/lib/http/respond";
import { admitIdentity } from "@/lib/users/write-identities";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handle(request: Request, context: Context): Promise<Response> {
  try {
    const asked = await check(request, context);
    const failures: unknown[] = [];
    const options = nextAuthOptions(
      (identity) => admit(request, identity),
      (failure) => failures.push(failure),
    );
    const response = await followOidc(
      request,
      () => NextAuth(options)(asked, context) as Promise<Response>,
    );
    if (failures.length > 0) throw failures[0];
    // It says so in a form of its own; its 401 is what the sign-in reads.
    if (response.status === 400)
      throw new AppError("bad_input", "The sign-in takes no such request.");
    return response;
  } catch (error) {
    return errorResponse(error, new URL(request.url).pathname);
  }
}

/** What next-auth gets to see. @throws AppError */
async function check(request: Request, { params }: Context): Promise<NextRequest> {
  const { url, method, headers } = request;
  const { appUrl } = env();
  if (method !== "GET") checkOrigin(headers, appUrl);
  const { searchParams } = new URL(url);
  checkAuthPath(method, (await params).nextauth.join("/"), searchParams);
  const body = method === "POST" ? new Uint8Array(await readLimited(request, mostAuthBytes)) : null;
  if (body) checkAuthBody(headers.get("content-type"), body);
  const asked = new NextRequest(url, { method, headers, body });
  const kept = asked.cookies.getAll().filter(({ name }) => name.endsWith("callback-url"));
  checkCallbackUrls(
    [...searchParams.getAll("callbackUrl"), ...kept.map(({ value }) => value)],
    appUrl,
  );
  return asked;
}

async function admit({ headers }: Request, identity: Identity) {
  const sessionId = (await sessionOf(headers))?.id;
  const from = { sessionId, invitation: invitationIn(headers) };
  return admitIdentity(identity, from, (tx, userId) => unassignLost(tx, userId, userId));
}

export { handle as GET, handle as POST };

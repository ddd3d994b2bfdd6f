import NextAuth from "next-auth";
import { nextAuthOptions } from "@/lib/auth/next-auth-options";
import { env } from "@/lib/env";
import { checkOrigin } from "@/lib/http/check-origin";
import { errorResponse } from "@/lib/http/respond";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handle(request: Request, context: Context): Promise<Response> {
  try {
    if (request.method !== "GET") checkOrigin(request.headers, env().appUrl);
    return (await NextAuth(nextAuthOptions())(request, context)) as Response;
  } catch (error) {
    return errorResponse(error, new URL(request.url).pathname);
  }
}

export { handle as GET, handle as POST };

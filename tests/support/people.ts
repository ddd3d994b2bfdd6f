import { encode } from "next-auth/jwt";
import { expect } from "vitest";
import { sessionCookie } from "@/lib/auth/gate";
import type { Role } from "@/lib/auth/schema";
import { signIn } from "@/lib/auth/sign-in";
import { env } from "@/lib/env";
import { requestFacts, withRequestFacts } from "@/lib/request-facts";
import { handle } from "./routes.ts";

export const password = "correct horse battery";

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every kind
export type Answer = { status: number; headers: Headers; body: any };
type Options = { headers?: Record<string, string>; signal?: AbortSignal };

/** As the server does, whose handlers these calls reach without it; a test's own facts go before. */
const withFacts = <T>(run: () => T): T =>
  withRequestFacts(
    requestFacts() ?? { id: crypto.randomUUID(), address: "127.0.0.1", userAgent: "tests" },
    run,
  );

export type Person = ReturnType<typeof personWith>;

/** Somebody who calls the API with this cookie; without one, a stranger. */
export function personWith(cookie: string | undefined, sessionId = "") {
  const request = (method: string, path: string, body?: unknown, options: Options = {}) =>
    new Request(new URL(path, env().appUrl), {
      method,
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(method === "GET" ? {} : { "content-type": "application/json" }),
        ...options.headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  const ask = async (
    method: string,
    path: string,
    body?: unknown,
    options?: Options,
  ): Promise<Answer> => {
    const response = await withFacts(() => handle(request(method, path, body, options)));
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? null : JSON.parse(text),
    };
  };
  return {
    sessionId,
    cookie,
    ask,
    get: (path: string, options?: Options) => ask("GET", path, undefined, options),
    post: (path: string, body: unknown = {}, options?: Options) => ask("POST", path, body, options),
    put: (path: string, body: unknown) => ask("PUT", path, body),
    patch: (path: string, body: unknown) => ask("PATCH", path, body),
    remove: (path: string) => ask("DELETE", path),
    /** For what doesn't end by itself: the live stream. */
    open: (path: string, options?: Options) =>
      withFacts(() => handle(request("GET", path, undefined, options))),
  };
}

export const stranger = () => personWith(undefined);

/** A session as next-auth would make it. */
export async function signInAs(email: string, secret = password): Promise<Person> {
  const user = await withFacts(() => signIn(email, secret));
  if (!user) throw new Error(`Nobody signs in as ${email}.`);
  const { nextAuthSecret, appUrl } = env();
  const token = await encode({
    token: { sub: user.id, sid: user.sessionId },
    secret: nextAuthSecret,
  });
  return personWith(`${sessionCookie(appUrl.protocol === "https:")}=${token}`, user.sessionId);
}

let people = 0;

/** A new user, signed in. */
export async function hire(
  admin: Person,
  role: Role,
  projectIds: string[] = [],
  name: string = role,
) {
  people += 1;
  const email = `${role}-${people}@example.com`;
  const created = await admin.post("/api/users", { email, name, role, password, projectIds });
  expect(created.status).toBe(201);
  return Object.assign(await signInAs(email), { id: created.body.id as string, email });
}

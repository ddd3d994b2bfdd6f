import { expect, test } from "../support/e2e-test.ts";

test("whatever the sign-in is sent, it answers in the one form and leads nowhere else", async ({
  desk,
}) => {
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${desk.url}/api/auth/${path}`, { redirect: "manual", ...init });
  const post = (path: string, body: string, type = "application/json") =>
    ask(path, { method: "POST", body, headers: { "content-type": type } });
  const form = "application/x-www-form-urlencoded";
  const refused: [number, () => Promise<Response>][] = [
    [404, () => post("_log", '{"level":"error","code":"SIGNIN_OAUTH_ERROR","message":"x"}')],
    [404, () => post("session", '{"data":"x"}')],
    [404, () => post("signin/credentials", "{}")],
    [404, () => ask("callback/credentials")],
    [400, () => ask("error?error=%0a")],
    [413, () => post("callback/credentials", `a=${"x".repeat(64 * 1024)}`, form)],
    [415, () => post("callback/credentials", "email=a", "text/plain")],
    ...["{", "null", "[]", '"x"', '{"callbackUrl":1}', '{"email":{"a":1}}'].map(
      (body): [number, () => Promise<Response>] => [400, () => post("callback/credentials", body)],
    ),
  ];
  for (const [index, [status, send]] of refused.entries()) {
    const answer = await send();
    expect(answer.status, String(index)).toBe(status);
    expect(await answer.json(), String(index)).toMatchObject({
      error: { code: expect.any(String), requestId: answer.headers.get("x-request-id") },
    });
  }
  const csrf = await ask("csrf");
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const cookie = csrf.headers.getSetCookie().map((each) => each.split(";")[0]);
  for (const callbackUrl of ["foo", "", "%", "/a\nb", "/😀", "https://", "\0", "//evil.example/"]) {
    const asked = `callbackUrl=${encodeURIComponent(callbackUrl)}`;
    const kept = { cookie: [...cookie, `next-auth.${asked.replace("U", "-u")}`].join("; ") };
    const guess = { csrfToken, email: "a@example.com", password: "x", callbackUrl };
    const answers = await Promise.all([
      ...["csrf", "signin", "signout", "callback/oidc"].flatMap((path) => [
        ask(`${path}?${asked}`),
        ask(path, { headers: kept }),
      ]),
      ...["callback/credentials", "signin/oidc", "signout"].flatMap((path) => [
        ask(path, { method: "POST", headers: kept, body: new URLSearchParams(guess) }),
        ask(path, {
          method: "POST",
          headers: { ...kept, "content-type": "application/json" },
          body: JSON.stringify(guess),
        }),
      ]),
    ]);
    for (const { status, headers, url } of answers) {
      expect(status, `${url} ${callbackUrl}`).toBeLessThan(500);
      const location = new URL(headers.get("location") ?? "/", desk.url);
      expect(location.origin, `${url} ${callbackUrl}`).toBe(desk.url);
    }
  }
});

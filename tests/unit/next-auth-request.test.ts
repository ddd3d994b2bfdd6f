import fc from "fast-check";
import { expect, test } from "vitest";
import {
  checkAuthBody,
  checkAuthPath,
  checkCallbackUrls,
  ownAddress,
} from "@/lib/auth/next-auth-request";
import { isAppError } from "@/lib/errors";

const codeOf = (run: () => void) => {
  try {
    run();
    return "taken";
  } catch (error) {
    return isAppError(error) ? error.code : "thrown";
  }
};
const nothing = new URLSearchParams();

test.each([
  ["GET", "csrf", "taken"],
  ["GET", "callback/oidc", "taken"],
  ["GET", "callback/credentials", "not_found"],
  ["POST", "callback/credentials", "taken"],
  ["POST", "signin/oidc", "taken"],
  ["POST", "signout", "taken"],
  ["POST", "_log", "not_found"],
  ["POST", "session", "not_found"],
  ["POST", "signin/credentials", "not_found"],
  ["HEAD", "csrf", "not_found"],
])("of next-auth's %s %s: %s", (method, path, outcome) => {
  expect(codeOf(() => checkAuthPath(method, path, nothing))).toBe(outcome);
});

test("an error is a word, since it ends in a header", () => {
  const withError = (error: string) => () =>
    checkAuthPath("GET", "error", new URLSearchParams({ error }));
  expect(codeOf(withError("OAuthSignin"))).toBe("taken");
  for (const error of ["a\nb", "ñ", "x".repeat(51)])
    expect(codeOf(withError(error))).toBe("bad_input");
});

test.each([
  ["application/x-www-form-urlencoded", "a=%zz&%%%", "taken"],
  ["application/json; charset=utf-8", '{"email":"a"}', "taken"],
  [null, "", "taken"],
  [null, "a", "unsupported"],
  ["multipart/form-data", "a", "unsupported"],
  ["text/plain;application/json", "{}", "unsupported"],
  ["application/json", "{", "bad_input"],
  ["application/json", "null", "bad_input"],
  ["application/json", '["a"]', "bad_input"],
  ["application/json", '{"callbackUrl":1}', "bad_input"],
  ["application/json", '{"data":{"a":"b"}}', "bad_input"],
])("a body of type %s, %s: %s", (type, body, outcome) => {
  expect(codeOf(() => checkAuthBody(type, Buffer.from(body)))).toBe(outcome);
});

test("what comes after the sign-in is an address, whoever's", () => {
  const check = (...given: string[]) =>
    codeOf(() => checkCallbackUrls(given, new URL("https://desk.example/")));
  expect(check("", "/a", "//evil.example/", "https://evil.example/")).toBe("taken");
  for (const none of ["foo", "%", "https://", "//", "data:a", "\0"])
    expect(check("/a", none)).toBe("bad_input");
});

test("one goes on to a page of the desk, whatever is asked for, and a header can say which", () => {
  const desk = new URL("https://desk.example/");
  expect(ownAddress("/conversations?a=b", desk)).toBe("https://desk.example/conversations?a=b");
  expect(ownAddress("https://desk.example/login", desk)).toBe("https://desk.example/login");
  for (const elsewhere of ["foo", "", "https://evil.example/", "http://desk.example/", "data:a"])
    expect(ownAddress(elsewhere, desk)).toBe(desk.origin);
  const anything = fc.oneof(fc.string({ unit: "binary" }), fc.webUrl(), fc.webPath());
  fc.assert(
    fc.property(fc.constantFrom("", "/", "//", "/\\"), anything, (start, rest) => {
      const address = ownAddress(start + rest, desk);
      expect(new URL(address).origin).toBe(desk.origin);
      expect(() => new Headers({ location: address })).not.toThrow();
    }),
  );
});

import { beforeEach, expect, test } from "vitest";
import { readIdentity } from "@/lib/auth/identity";
import { applySettings, temporaryDirectory } from "../support/settings.ts";

const issuer = "https://id.example.com/realms/desk";
const claims = { iss: issuer, sub: "s1", email: "Ana@Example.com", email_verified: true };
const apply = (settings: Record<string, string> = {}) =>
  applySettings({
    DATA_DIR: temporaryDirectory(),
    OIDC_ISSUER: `${issuer}/`,
    OIDC_CLIENT_ID: "desk",
    OIDC_CLIENT_SECRET: "x",
    ...settings,
  });
beforeEach(() => apply());

test("the issuer and the subject name it", () => {
  expect(readIdentity({ ...claims, name: " Ana Ríos " })).toEqual({
    issuer,
    subject: "s1",
    email: "ana@example.com",
    name: "Ana Ríos",
    role: null,
  });
  expect(readIdentity({ ...claims, iss: `${issuer}/` }).issuer).toBe(`${issuer}/`);
});

test.each([
  {},
  { ...claims, iss: "https://id.example.com" },
  { ...claims, iss: undefined },
  { ...claims, sub: "" },
  { ...claims, sub: 7 },
])("%j is nobody's", (given) => {
  expect(() => readIdentity(given)).toThrow();
});

test.each([
  [true, "ana@example.com"],
  ["true", "ana@example.com"],
  [false, null],
  ["false", null],
  [undefined, null],
  [1, null],
  [{}, null],
])("an e-mail that is verified: %j", (email_verified, expected) => {
  expect(readIdentity({ ...claims, email_verified }).email).toBe(expected);
});

test.each([undefined, "", "no", 7, `${"x".repeat(250)}@example.com`])(
  "%j is no e-mail, whatever is said of it",
  (email) => {
    expect(readIdentity({ ...claims, email }).email).toBeNull();
  },
);

test.each([
  ["supervisor", "supervisor"],
  [["staff", "agent", "admin"], "admin"],
  [["staff"], null],
  ["Admin", null],
  ["admin ", null],
  [{ admin: true }, null],
  [undefined, null],
])("the claim %j gives the role %j", (groups, role) => {
  expect(readIdentity({ ...claims, groups }).role).toBeNull();
  apply({ OIDC_ROLE_CLAIM: "groups" });
  expect(readIdentity({ ...claims, groups }).role).toBe(role);
});

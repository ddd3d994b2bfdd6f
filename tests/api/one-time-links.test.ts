import { expect, test } from "vitest";
import { db } from "@/lib/db/store";
import { openDesk } from "../support/desk.ts";
import { hire, password, signInAs, stranger } from "../support/people.ts";

const next = "una clave nueva";
const tokenIn = (text: string) => /#token=([\w-]+)/.exec(text)?.[1] ?? "";
const check = (token: unknown) => stranger().post("/api/password-reset/check", { token });
const use = (token: unknown, chosen = next) =>
  stranger().post("/api/password-reset/use", { token, password: chosen });

const audited = async (userId: string) => {
  const rows = await db()
    .selectFrom("audit_log")
    .select("action")
    .where("subject_id", "=", userId)
    .orderBy("seq")
    .execute();
  return rows.map((row) => row.action);
};

const { admin, url } = await openDesk();
let people = 0;
const add = async () => {
  people += 1;
  const input = { email: `new-${people}@example.com`, name: "Nueva", role: "agent" };
  return (await admin.post("/api/users", input)).body as { id: string; email: string };
};
const link = (id: string) => admin.post(`/api/users/${id}/link`);

test("who has no password gets in by an invitation, which works once", async () => {
  const user = await add();
  expect(user).toMatchObject({ hasPassword: false, signedInAt: null, linkUntil: null });
  await expect(signInAs(user.email, "")).rejects.toThrow();
  const made = await link(user.id);
  expect([made.status, made.body]).toEqual([
    201,
    {
      purpose: "invitation",
      url: expect.stringMatching(new RegExp(`^${url}/invitation#token=[\\w-]{43}$`)),
      expiresAt: expect.any(Number),
      mailed: false,
      mailFailure: null,
    },
  ]);
  expect(made.body.expiresAt - Date.now()).toBeGreaterThan(7 * 86_400_000 - 60_000);
  const token = tokenIn(made.body.url);
  expect(
    JSON.stringify(await db().selectFrom("one_time_links").selectAll().execute()),
  ).not.toContain(token);
  expect((await check(token)).body).toEqual({
    purpose: "invitation",
    name: "Nueva",
    email: user.email,
  });
  const answers = await Promise.all([use(token), use(token, "otra clave nueva"), use(token)]);
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([204, 404, 404]);
  expect((await check(token)).status).toBe(404);
  const { body } = await admin.get("/api/users");
  expect(body.items.find((item: { id: string }) => item.id === user.id)).toMatchObject({
    hasPassword: true,
    linkUntil: null,
  });
  expect(await audited(user.id)).toEqual([
    "user.created",
    "session.refused",
    "invitation.made",
    "invitation.taken",
  ]);
});

test("a new password by a link ends all sessions, and keeps the second factor", async () => {
  const person = await hire(admin, "agent");
  await db()
    .updateTable("users")
    .set({ totp_secret: "sealed", totp_since: 1 })
    .where("id", "=", person.id)
    .execute();
  const { body } = await link(person.id);
  expect(body).toMatchObject({
    purpose: "password_reset",
    url: expect.stringContaining("/reset#"),
  });
  expect((await use(tokenIn(body.url))).status).toBe(204);
  expect((await person.get("/api/account")).status).toBe(401);
  const row = await db()
    .selectFrom("users")
    .select(["totp_secret", "totp_since"])
    .where("id", "=", person.id)
    .executeTakeFirst();
  expect(row).toEqual({ totp_secret: "sealed", totp_since: 1 });
  await db()
    .updateTable("users")
    .set({ totp_secret: null, totp_since: null })
    .where("id", "=", person.id)
    .execute();
  await expect(signInAs(person.email)).rejects.toThrow();
  await signInAs(person.email, next);
  expect((await audited(person.id)).filter((action) => action.startsWith("password."))).toEqual([
    "password.reset_asked",
    "password.reset",
  ]);
});

test.each([
  ["a newer one", (id: string) => link(id)],
  [
    "another password",
    (id: string) => admin.patch(`/api/users/${id}`, { password: "x".repeat(9) }),
  ],
  [
    "another e-mail",
    (id: string) => admin.patch(`/api/users/${id}`, { email: `moved-${id}@example.com` }),
  ],
  [
    "being disabled, let in again or not",
    async (id: string) => {
      await admin.patch(`/api/users/${id}`, { active: false });
      await admin.patch(`/api/users/${id}`, { active: true });
    },
  ],
])("a link is ended by %s", async (_name, end) => {
  const person = await hire(admin, "agent");
  const token = tokenIn((await link(person.id)).body.url);
  expect((await check(token)).status).toBe(200);
  await end(person.id);
  expect([(await check(token)).status, (await use(token)).status]).toEqual([404, 404]);
});

test("a link ends when the user changes the password himself", async () => {
  const person = await hire(admin, "agent");
  const token = tokenIn((await link(person.id)).body.url);
  const change = { current: password, next };
  expect((await person.post("/api/account/password", change)).status).toBe(204);
  expect((await use(token)).status).toBe(404);
});

test("a link ends with its time", async () => {
  const person = await hire(admin, "agent");
  const token = tokenIn((await link(person.id)).body.url);
  const { expiresAt } = (await link(person.id)).body;
  expect(expiresAt - Date.now()).toBeLessThanOrEqual(3_600_000);
  const second = tokenIn((await link(person.id)).body.url);
  await db()
    .updateTable("one_time_links")
    .set({ expires_at: Date.now() })
    .where("user_id", "=", person.id)
    .execute();
  expect([(await use(token)).status, (await use(second)).status]).toEqual([404, 404]);
});

test("what can't be a token is nobody's, not even where a row would match it", async () => {
  const person = await hire(admin, "agent");
  const token = tokenIn((await link(person.id)).body.url);
  await db()
    .insertInto("one_time_links")
    .values({
      token_hash: "",
      purpose: "password_reset",
      user_id: person.id,
      created_by: null,
      created_at: 0,
      expires_at: Date.now() + 60_000,
      used_at: null,
    })
    .execute();
  const wrong = [
    "",
    " ",
    token.slice(1),
    `${token}A`,
    ` ${token}`,
    token.toLowerCase(),
    "%",
    "A".repeat(43),
    "x".repeat(200),
  ];
  for (const each of wrong)
    expect([(await check(each)).status, (await use(each)).status], each).toEqual([404, 404]);
  for (const each of [null, undefined, 1, [token], { token }, "x".repeat(300)])
    expect([(await check(each)).status, (await use(each)).status]).toEqual([400, 400]);
  expect((await use(token, "corta")).status).toBe(400);
  expect((await use(token)).status).toBe(204);
  await db().deleteFrom("one_time_links").where("token_hash", "=", "").execute();
});

test("only admins make links, and none for who is disabled or nobody", async () => {
  const person = await hire(admin, "supervisor");
  expect((await person.post(`/api/users/${person.id}/link`)).status).toBe(403);
  expect((await stranger().post(`/api/users/${person.id}/link`)).status).toBe(401);
  expect((await link("nobody")).status).toBe(404);
  await admin.patch(`/api/users/${person.id}`, { active: false });
  expect((await link(person.id)).status).toBe(409);
});

test("asking for a new password does nothing and says nothing", async () => {
  const person = await hire(admin, "agent");
  const answer = await stranger().post("/api/password-reset", { email: person.email });
  expect([answer.status, answer.body]).toEqual([202, {}]);
  await new Promise(setImmediate);
  const rows = await db()
    .selectFrom("one_time_links")
    .select("purpose")
    .where("user_id", "=", person.id)
    .execute();
  expect(rows).toEqual([]);
});

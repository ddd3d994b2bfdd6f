import { expect, test } from "vitest";
import type { Identity } from "@/lib/auth/identity";
import { startSession } from "@/lib/auth/sessions";
import { db, write } from "@/lib/db/store";
import { changeUser } from "@/lib/users/write";
import { disconnectIdentities } from "@/lib/users/write-disconnection";
import { admitIdentity, askToConnect } from "@/lib/users/write-identities";
import { makeLink, setPasswordByLink, takeLink } from "@/lib/users/write-links";
import { admin, insertUser } from "../support/records.ts";
import { onEachEngine } from "../support/stores.ts";

const issuer = "https://id.example.com";
const nobody = { sessionId: undefined, invitation: undefined };
const settle = () => Promise.resolve();

const identity = (subject: string, more: Partial<Identity> = {}): Identity => ({
  issuer,
  subject,
  email: `${subject}@elsewhere.example`,
  name: subject,
  role: null,
  ...more,
});
const admit = (
  who: Identity,
  from: Partial<typeof nobody> | { sessionId?: string; invitation?: string } = {},
) => admitIdentity(who, { ...nobody, ...from }, settle);
const connect = (subject: string, userId: string) =>
  db()
    .insertInto("identities")
    .values({ issuer, subject, user_id: userId, created_at: 1 })
    .execute();
const roleOf = async (id: string) =>
  (await db()
    .selectFrom("users")
    .select(["role", "active"])
    .where("id", "=", id)
    .executeTakeFirst())!;
const activeAdmins = async () =>
  (
    await db()
      .selectFrom("users")
      .select("id")
      .where("role", "=", "admin")
      .where("active", "=", 1)
      .execute()
  ).map((row) => row.id);
const open = (userId: string) => write((tx) => startSession(tx, userId, "password"));
const sessionOf = (id: string, userId: string) =>
  ({ id, user: { id: userId } }) as Parameters<typeof askToConnect>[0];
const linkOf = async (userId: string) => {
  const { url } = await makeLink(admin(), userId, "es");
  return url?.split("#token=")[1] ?? "";
};

onEachEngine(() => {
  test("an identity is the issuer's and the subject's together, and no e-mail stands for it", async () => {
    await insertUser("ana");
    await connect("sub-ana", "ana");
    expect(await admit(identity("sub-ana"))).toMatchObject({ user: { id: "ana" } });
    const elsewhere = { issuer: "https://other.example.com", email: "ana@example.com" };
    for (const [who, refused] of [
      [identity("sub-ana", elsewhere), "not_linked"],
      [identity("SUB-ANA", { email: "ana@example.com", role: "admin" }), "not_linked"],
      [identity("sub-ana", { issuer: `${issuer}/`, email: "x@example.com" }), "not_invited"],
      [identity("sub-ana", { email: null }), "unverified"],
      [identity("sub-new", { email: null, role: "admin" }), "unverified"],
    ] as const)
      expect(await admit(who)).toEqual({ refused });
    await db().updateTable("users").set({ active: 0 }).execute();
    expect(await admit(identity("sub-ana"))).toEqual({ refused: "disabled" });
    const told = await db()
      .selectFrom("audit_log")
      .select("detail")
      .where("action", "=", "session.refused")
      .execute();
    expect(told).toHaveLength(6);
  });

  test("refused sign-ins of a provider don't fill the audit log", async () => {
    for (let n = 0; n < 40; n += 1) await admit(identity(`stranger-${n}`));
    const told = await db().selectFrom("audit_log").select("detail").execute();
    const expected = { method: "oidc", because: "not_invited" };
    expect(told.map(({ detail }) => JSON.parse(detail))).toEqual(
      [1, 2, 3, 10, 20, 30, 40].map((times) => ({ ...expected, times })),
    );
  });

  test("a session that asked connects one identity, once, while it lives", async () => {
    for (const id of ["ana", "eva"]) await insertUser(id);
    const sessionId = await open("ana");
    expect(await admit(identity("s1"), { sessionId })).toEqual({ refused: "not_invited" });
    await askToConnect(sessionOf(sessionId, "ana"));
    expect(await admit(identity("s1", { email: null }), { sessionId })).toEqual({
      refused: "unverified",
    });
    expect(await admit(identity("s1"), { sessionId })).toEqual({ refused: "not_invited" });
    await askToConnect(sessionOf(sessionId, "ana"));
    expect(await Promise.all([1, 2].map(() => admit(identity("s1"), { sessionId })))).toEqual(
      expect.arrayContaining([
        { connected: true },
        { user: expect.objectContaining({ id: "ana" }) },
      ]),
    );
    const other = await open("eva");
    await askToConnect(sessionOf(other, "eva"));
    expect(await admit(identity("s1"), { sessionId: other })).toEqual({ refused: "taken" });
    await askToConnect(sessionOf(other, "eva"));
    await db().updateTable("sessions").set({ expires_at: 1 }).where("id", "=", other).execute();
    expect(await admit(identity("s2"), { sessionId: other })).toEqual({ refused: "not_invited" });
  });

  test("only who has a password disconnects, and his other sessions end", async () => {
    await insertUser("ana");
    await connect("s1", "ana");
    const [here, there] = [await open("ana"), await open("ana")];
    await expect(disconnectIdentities(sessionOf(here, "ana"))).rejects.toMatchObject({
      code: "conflict",
    });
    await db().updateTable("users").set({ password_hash: "x" }).execute();
    await disconnectIdentities(sessionOf(here, "ana"));
    expect(await admit(identity("s1"))).toEqual({ refused: "not_invited" });
    const left = await db().selectFrom("sessions").select("id").execute();
    expect(left.map((row) => row.id)).toEqual([here]);
    expect(there).not.toBe(here);
  });

  test("an invitation connects, once; a link for a password doesn't", async () => {
    for (const id of ["ana", "eva"]) await insertUser(id);
    await db().updateTable("users").set({ password_hash: "x" }).where("id", "=", "eva").execute();
    const reset = await linkOf("eva");
    expect(await admit(identity("s1"), { invitation: reset })).toEqual({ refused: "not_invited" });
    const invitation = await linkOf("ana");
    const answers = await Promise.all(
      ["s1", "s2", "s3"].map((subject) => admit(identity(subject), { invitation })),
    );
    expect(answers.filter((answer) => "user" in answer)).toMatchObject([{ user: { id: "ana" } }]);
    expect(await admit(identity("s4"), { invitation: "" })).toEqual({ refused: "not_invited" });
    await expect(setPasswordByLink(invitation, "una clave nueva")).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("of many that take a link at once, one does", async () => {
    await insertUser("ana");
    const token = await linkOf("ana");
    const answers = await Promise.allSettled(
      [1, 2, 3, 4].map(() => write((tx) => takeLink(tx, token))),
    );
    expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(1);
  });

  test("somebody new is made where the provider names a role, with no projects", async () => {
    const answer = await admit(
      identity("s1", { role: "supervisor", email: "new@example.com", name: null }),
    );
    expect(answer).toMatchObject({ user: { email: "new@example.com", name: "new" } });
    const user = await db()
      .selectFrom("users")
      .select(["role", "password_hash"])
      .executeTakeFirst();
    expect(user).toEqual({ role: "supervisor", password_hash: "" });
    expect(await db().selectFrom("user_projects").selectAll().execute()).toEqual([]);
  });

  test("another role at the provider ends the other sessions and settles what follows", async () => {
    await insertUser("ana", "supervisor");
    await connect("s1", "ana");
    const before = await open("ana");
    const settled: string[] = [];
    const answer = await admitIdentity(identity("s1", { role: "agent" }), nobody, (_tx, id) => {
      settled.push(id);
      return Promise.resolve();
    });
    expect([(await roleOf("ana")).role, settled]).toEqual(["agent", ["ana"]]);
    const left = await db().selectFrom("sessions").select("id").execute();
    expect(left).toEqual([{ id: (answer as { user: { sessionId: string } }).user.sessionId }]);
    expect(left).not.toEqual([{ id: before }]);
    await admit(identity("s1", { role: null }));
    expect((await roleOf("ana")).role).toBe("agent");
  });

  test("whoever removes admins at once, by whatever way, one is left", async () => {
    const ways = [
      (id: string) => changeUser(admin(), id, { role: "agent" }, settle),
      (id: string) => changeUser(admin(), id, { active: false }, settle),
      (id: string) => admit(identity(`sub-${id}`, { role: "agent" })),
    ];
    for (const [n, [first, second]] of ways
      .flatMap((a) => ways.map((b) => [a, b] as const))
      .entries()) {
      await db().updateTable("users").set({ active: 0 }).execute();
      const ids = [`one-${n}`, `two-${n}`] as const;
      for (const id of ids) {
        await insertUser(id, "admin");
        await connect(`sub-${id}`, id);
      }
      await Promise.allSettled([first(ids[0]), second(ids[1])]);
      expect(await activeAdmins(), String(n)).toHaveLength(1);
      for (const way of ways) await way((await activeAdmins())[0]!).catch(() => {});
      expect(await activeAdmins(), String(n)).toHaveLength(1);
    }
  });
});

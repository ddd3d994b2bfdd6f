import { TOTP } from "otpauth";
import { afterEach, expect, test, vi } from "vitest";
import { signIn } from "@/lib/auth/sign-in";
import { pace } from "@/lib/auth/write-tries";
import { db } from "@/lib/db/store";
import { openDesk } from "../support/desk.ts";
import { hire, password, signInAs } from "../support/people.ts";
import { nextCode, switchOn } from "../support/second-factor.ts";

const { admin } = await openDesk();

afterEach(() => {
  vi.useRealTimers();
  pace().factor = 0.002;
});

const enter = (email: string, code?: string) =>
  signIn(email, password, code).then(
    (user) => (user ? "in" : "wrong"),
    (error: Error) => error.message,
  );
const state = async (person: typeof admin) => (await person.get("/api/account/second-factor")).body;
const audited = async (id: string) => {
  const rows = await db()
    .selectFrom("audit_log")
    .select(["action", "detail"])
    .where("subject_id", "=", id)
    .orderBy("seq")
    .execute();
  return rows.map(({ action, detail }) => ({ action, ...JSON.parse(detail) }));
};

test("a second factor is asked for once it is confirmed, and not before", async () => {
  const person = await hire(admin, "agent");
  const phone = await signInAs(person.email);
  expect(await state(person)).toEqual({ since: null, recoveryCodesLeft: 0 });
  const early = await person.put("/api/account/second-factor", { code: "123456" });
  expect([early.status, early.body.error.code]).toEqual([409, "conflict"]);
  const { status, body } = await person.post("/api/account/second-factor");
  expect([status, body.uri]).toEqual([200, expect.stringContaining(body.secret)]);
  expect(body.qr).toMatch(/^<svg .*<\/svg>$/s);
  const [stored] = await db()
    .selectFrom("users")
    .select("totp_secret")
    .where("id", "=", person.id)
    .execute();
  expect(stored?.totp_secret).toMatch(/^v1\./);
  expect(stored?.totp_secret).not.toContain(body.secret);
  const right = new TOTP({ secret: body.secret }).generate();
  for (const [proof, field] of [
    [{ code: "000000", password }, "code"],
    [{ code: right, password: "not it" }, "password"],
    [{ code: right }, "password"],
  ] as const) {
    const wrong = await person.put("/api/account/second-factor", proof);
    expect([wrong.status, Object.keys(wrong.body.error.fields)]).toEqual([400, [field]]);
  }
  expect(await enter(person.email)).toBe("in");
  expect((await phone.get("/api/account")).status).toBe(200);

  const { secret, recoveryCodes } = await switchOn(person);
  expect(new Set(recoveryCodes).size).toBe(10);
  expect(await state(person)).toEqual({ since: expect.any(Number), recoveryCodesLeft: 10 });
  expect((await phone.get("/api/account")).status).toBe(401);
  expect((await person.get("/api/account")).status).toBe(200);
  expect((await person.post("/api/account/second-factor")).status).toBe(409);
  expect(await enter(person.email)).toBe("code_needed");
  expect(await enter(person.email, "000000")).toBe("code_wrong");
  const code = nextCode(secret);
  expect(await signIn(person.email, "not the password", code)).toBeNull();
  expect(await enter(person.email, code)).toBe("in");
  expect(await enter(person.email, code)).toBe("code_wrong");
  expect(await audited(person.id)).toContainEqual({
    action: "session.refused",
    reason: "code",
    times: 1,
  });
});

test("switched on by two at once, it is switched on once", async () => {
  const person = await hire(admin, "agent");
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  const { secret } = (await person.post("/api/account/second-factor")).body;
  const totp = new TOTP({ secret });
  const codes = [0, 30_000].map((later) => totp.generate({ timestamp: Date.now() + later }));
  const answers = await Promise.all(
    codes.map((code) => person.put("/api/account/second-factor", { code, password })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await state(person)).recoveryCodesLeft).toBe(10);
});

test("who has no password switches it on by a code alone", async () => {
  const person = await hire(admin, "agent");
  await db().updateTable("users").set({ password_hash: "" }).where("id", "=", person.id).execute();
  const { secret } = (await person.post("/api/account/second-factor")).body;
  const code = new TOTP({ secret }).generate();
  expect((await person.put("/api/account/second-factor", { code })).status).toBe(200);
});

test("each recovery code lets in once, however it is written, until there are new ones", async () => {
  const person = await hire(admin, "agent");
  const { secret, recoveryCodes } = await switchOn(person);
  const [first = "", second = "", third = ""] = recoveryCodes;
  expect(await enter(person.email, first.toLowerCase().replaceAll("-", " "))).toBe("in");
  expect(await enter(person.email, first)).toBe("code_wrong");
  expect((await state(person)).recoveryCodesLeft).toBe(9);
  const wrong = await person.post("/api/account/recovery-codes", { code: "000000" });
  expect(wrong.status).toBe(400);
  const fresh = await person.post("/api/account/recovery-codes", { code: nextCode(secret) });
  expect(fresh.body.recoveryCodes).toHaveLength(10);
  expect(await enter(person.email, second)).toBe("code_wrong");
  expect(await enter(person.email, fresh.body.recoveryCodes[0])).toBe("in");
  const stored = JSON.stringify(await db().selectFrom("recovery_codes").selectAll().execute());
  expect(stored).not.toContain(third);
  expect((await audited(person.id)).map(({ action }) => action)).toEqual(
    expect.arrayContaining(["second_factor.on", "recovery_codes.made"]),
  );
});

test.each([
  ["the password", () => ({ password })],
  ["a code", (secret: string) => ({ code: nextCode(secret) })],
  ["a recovery code", (_secret: string, codes: string[]) => ({ code: codes[9]! })],
])("it is switched off by %s", async (_name, proofOf) => {
  const person = await hire(admin, "agent");
  const turnOff = (proof: object) => person.ask("DELETE", "/api/account/second-factor", proof);
  expect((await turnOff({ password })).status).toBe(409);
  const { secret, recoveryCodes } = await switchOn(person);
  for (const [proof, field] of [
    [{ password: "not it" }, "password"],
    [{ code: "000000" }, "code"],
  ] as const) {
    const { status, body } = await turnOff(proof);
    expect([status, Object.keys(body.error.fields)]).toEqual([400, [field]]);
  }
  expect((await turnOff({})).status).toBe(400);
  expect((await turnOff(proofOf(secret, recoveryCodes))).status).toBe(204);
  expect(await enter(person.email)).toBe("in");
  expect(await state(person)).toEqual({ since: null, recoveryCodesLeft: 0 });
  expect(await audited(person.id)).toContainEqual({ action: "second_factor.off" });
});

test("an admin takes a lost second factor away, which signs its owner out; others can't", async () => {
  const person = await hire(admin, "agent");
  await switchOn(person);
  const listed = async () =>
    (await admin.get("/api/users")).body.items.find(({ id }: { id: string }) => id === person.id);
  expect((await listed()).secondFactor).toBe(true);
  const path = `/api/users/${person.id}`;
  expect((await person.patch(path, { secondFactor: false })).status).toBe(403);
  expect((await admin.patch(path, { secondFactor: true })).status).toBe(400);
  const { status, body } = await admin.patch(path, { secondFactor: false });
  expect([status, body.secondFactor]).toEqual([200, false]);
  expect((await person.get("/api/account")).status).toBe(401);
  expect(await enter(person.email)).toBe("in");
  const trail = await audited(person.id);
  expect(trail.filter(({ action }) => action === "second_factor.off")).toHaveLength(1);
  expect(trail.filter(({ action }) => action === "user.changed")).toEqual([]);
});

test("codes are guessed ever more slowly, and the right one still lets in", async () => {
  const person = await hire(admin, "agent");
  const { secret } = await switchOn(person);
  await db().deleteFrom("sign_in_failures").execute();
  for (let n = 0; n < 12; n += 1) expect(await enter(person.email, "000000")).toBe("code_wrong");
  const counts = await db().selectFrom("sign_in_failures").select("count").execute();
  expect(counts.map(({ count }) => Math.round(count))).toContain(12);
  expect(await enter(person.email, nextCode(secret))).toBe("in");
});

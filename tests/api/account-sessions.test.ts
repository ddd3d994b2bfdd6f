import { expect, test } from "vitest";
import { db } from "@/lib/db/store";
import { withRequestFacts } from "@/lib/request-facts";
import { openDesk } from "../support/desk.ts";
import { watch } from "../support/live-stream.ts";
import { hire, type Person, signInAs } from "../support/people.ts";

const { admin } = await openDesk();

const list = async (person: Person) => (await person.get("/api/account/sessions")).body.items;
const isIn = async (person: Person) => (await person.get("/api/account")).status === 200;
const from = (address: string, email: string) =>
  withRequestFacts({ id: "x", address, userAgent: "Firefox on Linux" }, () => signInAs(email));

test("one sees where one is signed in, this session first, and nothing that signs in", async () => {
  const person = await hire(admin, "agent");
  const phone = await from("192.0.2.4", person.email);
  const items = await list(phone);
  expect(items).toEqual([
    {
      id: expect.any(String),
      current: true,
      method: "password",
      address: "192.0.2.4",
      userAgent: "Firefox on Linux",
      createdAt: expect.any(Number),
      seenAt: expect.any(Number),
      expiresAt: expect.any(Number),
    },
    expect.objectContaining({ current: false, address: "127.0.0.1" }),
  ]);
  expect((await list(person)).map(({ current }: { current: boolean }) => current)).toEqual([
    true,
    false,
  ]);
  const shown = JSON.stringify(items);
  for (const { sessionId } of [person, phone]) expect(shown).not.toContain(sessionId);
  expect(await list(await hire(admin, "agent"))).toHaveLength(1);
});

test("one session is ended, its stream with it, and nobody else's can be", async () => {
  const person = await hire(admin, "agent");
  const phone = await signInAs(person.email);
  const stream = await watch(phone);
  await stream.ready();
  const [, { id }] = await list(person);
  const stranger = await hire(admin, "agent");
  expect((await stranger.remove(`/api/account/sessions/${id}`)).status).toBe(404);
  expect((await admin.remove(`/api/account/sessions/${id}`)).status).toBe(404);
  expect(await isIn(phone)).toBe(true);
  expect((await person.remove(`/api/account/sessions/${id}`)).status).toBe(204);
  expect([await isIn(phone), await isIn(person)]).toEqual([false, true]);
  await expect.poll(() => stream.state.ended).toBe(true);
  expect((await person.remove(`/api/account/sessions/${id}`)).status).toBe(404);
  expect((await person.remove("/api/account/sessions/nothing")).status).toBe(404);
});

test("all other sessions are ended, and this one goes on", async () => {
  const person = await hire(admin, "agent");
  const others = [await signInAs(person.email), await signInAs(person.email)];
  expect((await person.remove("/api/account/sessions")).status).toBe(204);
  expect(await Promise.all([person, ...others].map(isIn))).toEqual([true, false, false]);
  expect((await person.remove("/api/account/sessions")).status).toBe(204);
  const ended = await db()
    .selectFrom("audit_log")
    .select("detail")
    .where("action", "=", "session.ended")
    .where("subject_id", "=", person.id)
    .execute();
  expect(ended).toEqual([{ detail: '{"ended":2}' }]);
});

test("an admin signs somebody out everywhere", async () => {
  const person = await hire(admin, "agent");
  const phone = await signInAs(person.email);
  expect((await admin.patch(`/api/users/${person.id}`, { signOut: true })).status).toBe(200);
  expect([await isIn(person), await isIn(phone)]).toEqual([false, false]);
  expect(await isIn(await signInAs(person.email))).toBe(true);
});

test("that a session is used is noted after a minute, beside the requests and once for many", async () => {
  const person = await hire(admin, "agent");
  const row = async () =>
    db()
      .selectFrom("sessions")
      .select("seen_at")
      .where("id", "=", person.sessionId)
      .executeTakeFirstOrThrow();
  const before = (await row()).seen_at!;
  expect(await isIn(person)).toBe(true);
  const old = before - 61_000;
  await db().updateTable("sessions").set({ seen_at: old }).execute();
  await Promise.all([isIn(person), isIn(person), isIn(person)]);
  expect((await row()).seen_at).toBe(old);
  await expect.poll(async () => (await row()).seen_at!, { timeout: 8_000 }).toBeGreaterThan(before);
});

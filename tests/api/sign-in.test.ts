import { beforeEach, expect, test } from "vitest";
import { nextAuthOptions } from "@/lib/auth/next-auth-options";
import { pace } from "@/lib/auth/write-tries";
import { db } from "@/lib/db/store";
import { withRequestFacts } from "@/lib/request-facts";
import { openDesk } from "../support/desk.ts";
import { hire, password } from "../support/people.ts";

const { admin, stop, start } = await openDesk();

beforeEach(() => {
  pace().factor = 0.002;
});

type Authorize = (given: Record<string, string>) => Promise<{ sessionId: string } | null>;

/** What next-auth does with what the form posts: "in", "wrong", or what went wrong. */
async function tryFrom(address: string, email: string, secret: string) {
  const failures: { code?: string }[] = [];
  const noIdentity = () => Promise.reject(new Error("Nobody comes from a provider here."));
  const [provider] = nextAuthOptions(noIdentity, (failure) =>
    failures.push(failure as object),
  ).providers;
  const { authorize } = provider!.options as { authorize: Authorize };
  const facts = { id: crypto.randomUUID(), address, userAgent: "tests" };
  const user = await withRequestFacts(facts, () => authorize({ email, password: secret })).catch(
    (error: Error) => error.message,
  );
  if (failures[0]) return failures[0].code;
  return typeof user === "string" ? user : user ? "in" : "wrong";
}

const failures = async () =>
  (await db().selectFrom("sign_in_failures").selectAll().execute()).map(({ count }) =>
    Math.round(count),
  );
const forget = () => db().deleteFrom("sign_in_failures").execute();
const refusals = async (id: string) => {
  const rows = await db()
    .selectFrom("audit_log")
    .selectAll()
    .where("action", "=", "session.refused")
    .where("subject_id", "=", id)
    .orderBy("seq")
    .execute();
  return rows.map(({ detail, address }) => ({ ...JSON.parse(detail), address }));
};

test("after forty wrong passwords the right one still opens, and they are not all written down", async () => {
  const person = await hire(admin, "agent");
  await forget();
  for (let n = 0; n < 40; n += 1)
    expect(await tryFrom("192.0.2.1", person.email, `wrong-${n}`)).toBe("wrong");
  expect(await failures()).toEqual([40, 40]);
  expect(await tryFrom("192.0.2.1", person.email, password)).toBe("in");
  expect(await failures()).toEqual([40]);
  await expect
    .poll(async () => (await refusals(person.id)).map(({ times }) => times))
    .toEqual([1, 2, 3, 10, 20, 30, 40]);
  expect((await refusals(person.id))[0]).toEqual({
    reason: "password",
    times: 1,
    address: "192.0.2.1",
  });
});

test("forty at once get through as far as there is time, and the right one after them opens", async () => {
  const person = await hire(admin, "agent");
  await forget();
  pace().factor = 0.02;
  const tries = Array.from({ length: 40 }, () => tryFrom("192.0.2.1", person.email, "wrong"));
  const outcomes = await Promise.all(tries);
  const checked = outcomes.filter((outcome) => outcome === "wrong").length;
  const refused = outcomes.filter((outcome) => outcome === "too_many_requests").length;
  expect([checked > 20, checked + refused]).toEqual([true, 40]);
  expect(await failures()).toEqual([checked, checked]);
  expect(await tryFrom("192.0.2.1", person.email, password)).toBe("in");
});

test("right passwords given at once don't wait for one another", async () => {
  const person = await hire(admin, "agent");
  // Whoever isn't woken waits for longer than a test may take.
  pace().factor = 1_000;
  const tries = Array.from({ length: 8 }, () => tryFrom("192.0.2.1", person.email, password));
  expect(await Promise.all(tries)).toEqual(Array(8).fill("in"));
});

test("who guesses elsewhere doesn't slow the owner where he has signed in before", async () => {
  const person = await hire(admin, "agent");
  expect(await tryFrom("2001:db8:0:1::7", person.email, password)).toBe("in");
  await forget();
  await Promise.all(
    Array.from({ length: 30 }, (_, n) => tryFrom(`198.51.100.${n}`, person.email, "wrong")),
  );
  expect((await failures()).toSorted((a, b) => b - a)[0]).toBe(30);
  // Only what comes from this network counts here: nothing has, and so it isn't slowed by the others' thirty.
  expect(await tryFrom("2001:db8:0:1::8", person.email, "typo")).toBe("wrong");
  // Thirty networks', this one's, its site's and the owner's.
  expect((await failures()).filter((count) => count === 1)).toHaveLength(33);
  expect(await tryFrom("2001:db8:0:1::8", person.email, password)).toBe("in");
  expect((await failures()).toSorted((a, b) => b - a)[0]).toBe(30);
});

test("an account that doesn't exist is counted and answered as one that does", async () => {
  const person = await hire(admin, "agent");
  const outcomes = [];
  for (const email of [person.email, "nobody@example.com"]) {
    await forget();
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push(await tryFrom("192.0.2.9", email, "wrong"));
    const rows = await db().selectFrom("sign_in_failures").selectAll().execute();
    outcomes.push({ answers, counts: rows.map(({ count }) => Math.round(count)) });
    expect(JSON.stringify(rows)).not.toContain(email);
  }
  expect(outcomes[0]).toEqual(outcomes[1]);
});

test("what was counted outlives the process", async () => {
  const person = await hire(admin, "agent");
  await forget();
  for (let n = 0; n < 5; n += 1) await tryFrom("192.0.2.1", person.email, "wrong");
  await stop();
  await start();
  expect(await failures()).toEqual([5, 5]);
});

test("who waits when the desk ends is told to come again", async () => {
  const person = await hire(admin, "agent");
  pace().factor = 100;
  const outcomes: string[] = [];
  for (let n = 0; n < 6; n += 1)
    void tryFrom("192.0.2.1", person.email, "wrong").then((outcome) =>
      outcomes.push(String(outcome)),
    );
  await expect.poll(failures).toContain(6);
  await expect.poll(() => outcomes).toEqual(Array(3).fill("wrong"));
  await stop();
  await expect.poll(() => outcomes.slice(3)).toEqual(Array(3).fill("unavailable"));
  await start();
});

test("a wrong current password counts as a wrong sign-in", async () => {
  const person = await hire(admin, "agent");
  await forget();
  for (const current of ["no", "not this", "nor this"])
    expect((await person.post("/api/account/password", { current, next: password })).status).toBe(
      400,
    );
  expect(await failures()).toEqual([3, 3]);
});

test("who gets another password while his sign-in waits isn't let in by the old one", async () => {
  const person = await hire(admin, "agent");
  pace().factor = 2;
  for (let n = 0; n < 3; n += 1) await tryFrom("192.0.2.1", person.email, "wrong");
  const late = tryFrom("192.0.2.1", person.email, password);
  await admin.patch(`/api/users/${person.id}`, { password: "another password" });
  expect(await late).toBe("wrong");
});

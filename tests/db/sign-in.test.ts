import { TOTP } from "otpauth";
import { expect, test } from "vitest";
import { curves, delayOf, longestWaitMs } from "@/lib/auth/delay-of";
import { recordRefused } from "@/lib/auth/record-refused";
import { hashRecoveryCode } from "@/lib/auth/recovery-code";
import { slowly } from "@/lib/auth/slow-tries";
import { newSecret } from "@/lib/auth/totp";
import { emptyRoom } from "@/lib/auth/waiting-room";
import { takeCode } from "@/lib/auth/write-second-factor";
import { countTry, pace, settleTry, sweepTries } from "@/lib/auth/write-tries";
import { sealedIn } from "@/lib/db/sealed-columns";
import { db, write } from "@/lib/db/store";
import type { AppError } from "@/lib/errors";
import { withRequestFacts } from "@/lib/request-facts";
import { seal } from "@/lib/seal";
import { insertUser } from "../support/records.ts";
import { onEachEngine } from "../support/stores.ts";

const now = 1_800_000_000_000;
const account = { key: "account", curve: curves.account };
const network = { key: "network", curve: curves.network };
const rows = () => db().selectFrom("sign_in_failures").selectAll().orderBy("key").execute();
/** Wrong tries at once: how long each that is counted waits, and what the others are told. */
async function storm(count: number, at: number) {
  const outcomes = await Promise.allSettled(
    Array.from({ length: count }, () => countTry([account, network], at)),
  );
  const waits = outcomes.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const refused = outcomes.flatMap((each) => {
    if (each.status === "fulfilled") return [];
    const { code, retryAfterS } = each.reason as AppError;
    return [{ code, retryAfterS }];
  });
  return { waits: waits.toSorted((a, b) => a - b), refused };
}
const together = <T>(count: number, run: () => Promise<T>) =>
  Promise.all(Array.from({ length: count }, run));

onEachEngine(() => {
  test("tries at once see one another and queue, and whose turn comes too late is to come again", async () => {
    const { waits, refused } = await storm(40, now);
    expect(waits.slice(0, 6)).toEqual([0, 0, 0, 250, 515, 796]);
    expect(waits.at(-1)).toBeLessThanOrEqual(longestWaitMs);
    expect(waits.length).toBeLessThan(40);
    expect(refused).toEqual(
      Array(40 - waits.length).fill({ code: "too_many_requests", retryAfterS: 1 }),
    );
    expect(await rows()).toMatchObject([
      { key: "account", count: waits.length, free_at: now + waits.at(-1)! },
      { key: "network", count: waits.length },
    ]);
    expect(await countTry([{ ...account, key: "another" }], now)).toBe(0);
  });

  test("however many try at once, they get through no faster than one after the other", async () => {
    let at = now;
    let through = 0;
    for (let round = 0; round < 20; round += 1) {
      through += (await storm(40, at)).waits.length;
      at += longestWaitMs;
    }
    // 400 s, of which those after the eightieth take eight each.
    expect(through).toBeLessThan(110);
    const alone = await countTry([account], at);
    expect([alone > 0, alone <= curves.account.mostMs]).toEqual([true, true]);
  });

  test("two desks whose clocks differ a little have one queue", async () => {
    const ahead = await storm(40, now + 2_000);
    expect((await storm(40, now)).waits).toEqual([]);
    expect(ahead.waits.length).toBeGreaterThan(20);
  });

  test("after thirty wrong codes in an hour one has to wait for the next, and it gets through", async () => {
    const code = { key: "code", curve: curves.code };
    let at = now;
    for (let tries = 1; tries <= 30; tries += 1) at += await countTry([code], at);
    const { retryAfterS } = await countTry([code], at).then(
      () => ({ retryAfterS: 0 }),
      (error: AppError) => error,
    );
    expect(retryAfterS).toBeGreaterThan(20);
    const later = at + retryAfterS! * 1_000;
    await expect(countTry([code], later - 5_000)).rejects.toMatchObject({ retryAfterS: 5 });
    expect(await countTry([code], later)).toBe(curves.code.mostMs);
  });

  test("a network's tries don't wait for one another", async () => {
    const waits = await together(60, () => countTry([network], now));
    expect(Math.max(...waits)).toBeLessThan(300);
  });

  test("one after the other, each waits as long as the curve says, until it has faded", async () => {
    let at = now;
    for (let tries = 1; tries <= 8; tries += 1) {
      const wait = await countTry([account], at);
      expect(Math.abs(wait - delayOf(curves.account, tries)), `try ${tries}`).toBeLessThan(5);
      at += wait;
    }
    expect(await countTry([account], now + 3_600_000)).toBe(0);
  });

  test("a clock that was ahead keeps nobody out", async () => {
    await together(10, () => countTry([account], now + 600_000));
    expect(await countTry([account], now)).toBeLessThanOrEqual(longestWaitMs);
  });

  test.each([
    ["account", 5],
    ["code", 3],
  ] as const)("of five right tries of a kind (%s) at once, %i don't wait", async (kind, soon) => {
    pace().factor = 1_000;
    const counted = Promise.withResolvers<string>();
    const outcomes: string[] = [];
    for (let n = 0; n < 5; n += 1)
      slowly("lucia@example.com", kind, () => counted.promise).then(
        (found) => outcomes.push(String(found)),
        (error: AppError) => outcomes.push(error.code),
      );
    await expect
      .poll(async () => (await rows()).map(({ count }) => Math.round(count)))
      .toEqual([5, 5]);
    counted.resolve("right");
    await expect.poll(() => outcomes).toHaveLength(soon);
    emptyRoom();
    await expect.poll(() => outcomes).toHaveLength(5);
    expect(outcomes.filter((outcome) => outcome === "right")).toHaveLength(soon);
  });

  test("a right try begins its account anew and takes only itself from its network", async () => {
    await together(5, () => countTry([account, network], now));
    await settleTry(["account"], ["network"]);
    expect(await rows()).toMatchObject([{ key: "network", count: 4 }]);
  });

  test("however many accounts are made up, few are kept, and none for longer than a day", async () => {
    await countTry([{ key: "old", curve: curves.account }], now - 25 * 3_600_000);
    await countTry([{ key: "single", curve: curves.account }], now - 2 * 3_600_000);
    for (let n = 0; n < 3; n += 1) await countTry([account], now - 2 * 3_600_000);
    for (let n = 0; n < 8; n += 1) await countTry([{ ...account, key: `made-up-${n}` }], now + n);
    await write((tx) => sweepTries(tx, now));
    expect((await rows()).map(({ key }) => key)).toEqual([
      "account",
      ...Array.from({ length: 8 }, (_, n) => `made-up-${n}`),
    ]);
    await write((tx) => sweepTries(tx, now, 3));
    expect((await rows()).map(({ key }) => key)).toEqual(["made-up-5", "made-up-6", "made-up-7"]);
  });

  test("of many who give the same code at once one is let in", async () => {
    await insertUser("lucia");
    const secret = newSecret();
    const totp_secret = seal(secret, sealedIn("users", "lucia", "totp_secret"));
    await db().updateTable("users").set({ totp_secret, totp_since: 1 }).execute();
    const totp = new TOTP({ secret });
    const code = totp.generate();
    const outcomes = await together(10, () => takeCode("lucia", code));
    expect(outcomes.filter(Boolean)).toEqual(["totp"]);
    const next = totp.generate({ timestamp: Date.now() + 30_000 });
    expect(await takeCode("lucia", next)).toBe("totp");
    expect(await takeCode("lucia", code), "an earlier one").toBeNull();
  });

  test("a recovery code works once, and for its user alone", async () => {
    for (const id of ["lucia", "mateo"]) await insertUser(id);
    const code = "ABCDE-FGHJK-MNPQR";
    const row = { code_hash: hashRecoveryCode("lucia", code), user_id: "lucia", used_at: null };
    await db().insertInto("recovery_codes").values(row).execute();
    expect(await takeCode("mateo", code)).toBeNull();
    const outcomes = await together(10, () => takeCode("lucia", "abcde fghjk mnpqr"));
    expect(outcomes.filter(Boolean)).toEqual(["recovery"]);
  });

  test("made-up accounts neither fill the audit log nor hide what is tried at a real one", async () => {
    await insertUser("lucia");
    const logged = async (subject: string | null) =>
      (await db().selectFrom("audit_log").select(["subject_id", "detail"]).execute())
        .filter(({ subject_id }) => subject_id === subject)
        .map(({ detail }) => JSON.parse(detail));
    for (let n = 0; n < 1_100; n += 1) recordRefused(`made-up-${n}@example.com`, "password");
    await expect
      .poll(() => logged(null))
      .toContainEqual({ reason: "password", times: 1_100, unknown: true });
    expect(await logged(null)).toHaveLength(23);
    for (let n = 0; n < 300; n += 1) {
      const facts = { id: String(n), address: `198.51.${n >> 8}.${n & 255}`, userAgent: null };
      withRequestFacts(facts, () => recordRefused("lucia@example.com", "code"));
    }
    await expect.poll(() => logged("lucia")).toHaveLength(201);
    expect((await logged("lucia"))[0]).toEqual({ reason: "code", times: 1 });
  });
});

import { TOTP } from "otpauth";
import { expect, test } from "vitest";
import { curves, delayOf, longestWaitMs } from "@/lib/auth/delay-of";
import { hashRecoveryCode } from "@/lib/auth/recovery-code";
import { newSecret } from "@/lib/auth/totp";
import { takeCode } from "@/lib/auth/write-second-factor";
import { countTry, settleTry, sweepTries } from "@/lib/auth/write-tries";
import { sealedIn } from "@/lib/db/sealed-columns";
import { db, write } from "@/lib/db/store";
import { seal } from "@/lib/seal";
import { insertUser } from "../support/records.ts";
import { onEachEngine } from "../support/stores.ts";

const now = 1_800_000_000_000;
const account = { key: "account", curve: curves.account };
const network = { key: "network", curve: curves.network };
const rows = () => db().selectFrom("sign_in_failures").selectAll().orderBy("key").execute();
const together = <T>(count: number, run: () => Promise<T>) =>
  Promise.all(Array.from({ length: count }, run));

onEachEngine(() => {
  test("tries at once see one another, and wait for one another up to a limit", async () => {
    const waits = (await together(40, () => countTry([account, network], now))).toSorted(
      (a, b) => a - b,
    );
    expect(waits.slice(0, 6)).toEqual([0, 0, 0, 250, 515, 796]);
    expect(waits.at(-1)).toBe(longestWaitMs);
    expect(await rows()).toMatchObject([
      { key: "account", count: 40, free_at: now + longestWaitMs },
      { key: "network", count: 40 },
    ]);
    expect(await countTry([{ ...account, key: "another" }], now)).toBe(0);
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
});

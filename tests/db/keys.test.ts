import { existsSync } from "node:fs";
import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import { announceKeys } from "@/lib/db/desk-keys";
import { sealedIn } from "@/lib/db/sealed-columns";
import { checkKeys, readKeyUse, resealAll } from "@/lib/db/sealed-values";
import { db } from "@/lib/db/store";
import { startDesk } from "@/lib/desk";
import { gatewayOf } from "@/lib/projects/read";
import { seal, sealedBy, unseal } from "@/lib/seal";
import { insertProject, insertUser } from "../support/records.ts";
import { runScript } from "../support/run-script.ts";
import { applySettings } from "../support/settings.ts";
import {
  createDatabase,
  engines,
  newPlace,
  type OpenPlace,
  onEachEngine,
} from "../support/stores.ts";

// Scripts are processes of their own, which a busy machine makes wait.
vi.setConfig({ testTimeout: 60_000 });

const keyOf = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill) });
const [one, two] = [keyOf("k1", 7), keyOf("k2", 2)];
const asSetting = (...keys: (typeof one)[]) =>
  keys.map(({ id, key }) => `${id}:${key.toString("base64")}`).join(",");

const credentials = (id: string, secret = `canary-of-${id}`) => ({
  credentials: seal(
    JSON.stringify({ kind: "api-key", apiKey: secret }),
    sealedIn("projects", id, "credentials"),
    [one],
  ),
  credentials_hint: "{}",
});

/** Projects with credentials and a signing secret, and one person with a second factor, sealed by k1. */
async function fill(...ids: string[]) {
  for (const id of ids) {
    await insertProject(id);
    const webhook_secret = seal(
      `canary-signing-${id}`,
      sealedIn("projects", id, "webhook_secret"),
      [one],
    );
    await db()
      .updateTable("projects")
      .set({ ...credentials(id), webhook_secret })
      .where("id", "=", id)
      .execute();
  }
  await insertUser("u1");
  const totp_secret = seal("CANARYTOTP", sealedIn("users", "u1", "totp_secret"), [one]);
  await db().updateTable("users").set({ totp_secret, totp_since: 1 }).execute();
}

const projectRow = (id: string) =>
  db().selectFrom("projects").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

const opened = async (id: string, ...keys: (typeof one)[]) =>
  unseal((await projectRow(id)).credentials!, sealedIn("projects", id, "credentials"), keys);

const settingsOf = ({ dataDir, databaseUrl }: OpenPlace, encryptionKeys?: string) => ({
  DATA_DIR: dataDir,
  ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  NEXTAUTH_SECRET: "a-secret-of-the-tests",
  ...(encryptionKeys ? { ENCRYPTION_KEYS: encryptionKeys } : {}),
});

/** As a desk that runs with these keys. */
async function runsWith(place: OpenPlace, ...keys: (typeof one)[]) {
  const stop = await announceKeys(place.store, keys);
  return stop;
}

onEachEngine((place, engine) => {
  test("with all its keys a desk starts; without one, or with another under its name, it doesn't", async () => {
    await fill("p1", "p2");
    await checkKeys(db(), [one]);
    await checkKeys(db(), [two, one]);
    const sealed =
      /projects.credentials \(2\), projects.webhook_secret \(2\), users.totp_secret \(1\)/;
    for (const [ring, words] of [
      [[two], /no key "k1", which sealed/],
      [[keyOf("k1", 9)], /key "k1" in ENCRYPTION_KEYS is not the one that sealed/],
      [[two, keyOf("k1", 9)], /is not the one that sealed/],
    ] as const) {
      await expect(checkKeys(db(), [...ring])).rejects.toThrow(words);
      await expect(checkKeys(db(), [...ring])).rejects.toThrow(sealed);
      await expect(checkKeys(db(), [...ring])).rejects.not.toThrow(/canary/i);
    }
  });

  test("a value that was moved opens nowhere and says so; the rest of the desk works", async () => {
    await fill("p1", "p2", "p3");
    const [first, second] = [await projectRow("p1"), await projectRow("p2")];
    const set = (id: string, change: object) =>
      db().updateTable("projects").set(change).where("id", "=", id).execute();
    await set("p1", { credentials: second.credentials });
    await set("p2", { credentials: first.webhook_secret });
    for (const id of ["p1", "p2"]) {
      const row = await projectRow(id);
      expect(() => gatewayOf(row)).toThrow(`project:${id}:credentials can't be opened`);
      expect(() => gatewayOf(row)).not.toThrow(/canary/);
    }
    expect(gatewayOf(await projectRow("p3"))?.credentials).toMatchObject({
      apiKey: "canary-of-p3",
    });
    await checkKeys(db(), [one]);
    await runsWith(place(), two, one);
    const { code, output } = await runScript(
      "rotate-keys",
      [],
      settingsOf(place(), asSetting(two, one)),
    );
    expect([code, output]).toEqual([
      1,
      expect.stringContaining("project:p1:credentials can't be opened"),
    ]);
    expect(output).toContain("project:p2:credentials");
    expect(await opened("p3", two)).toContain("canary-of-p3");
  });

  test("everything is sealed anew beside a desk that knows the key, while people save other secrets", async () => {
    await fill(...Array.from({ length: 30 }, (_, n) => `p${n}`));
    await runsWith(place(), two, one);
    let saved = 0;
    const ending = new AbortController();
    const saving = (async () => {
      for (; !ending.signal.aborted; saved += 1) {
        const change = credentials("p7", `canary-number-${saved}`);
        await db().updateTable("projects").set(change).where("id", "=", "p7").execute();
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    })();
    const settings = settingsOf(place(), asSetting(two, one));
    const { code, output } = await runScript("rotate-keys", [], settings);
    ending.abort();
    await saving;
    expect([code, output]).toEqual([
      0,
      expect.stringMatching(/^k2: \d+ \(.*projects.webhook_secret 30/m),
    ]);
    expect(output).not.toMatch(/canary/i);
    expect(saved).toBeGreaterThan(5);
    expect(await opened("p7", two, one)).toContain(`canary-number-${saved - 1}`);
    const again = await runScript("rotate-keys", [], settings);
    expect(again.output).toMatch(/^k1: seals nothing$/m);
    expect(again.output).toMatch(/^k1 may go/m);
    await checkKeys(db(), [two]);
    expect(await opened("p7", two)).toContain(`canary-number-${saved - 1}`);
    const { totp_secret } = await db()
      .selectFrom("users")
      .select("totp_secret")
      .executeTakeFirstOrThrow();
    expect(unseal(totp_secret!, "user:u1:totp_secret", [two])).toBe("CANARYTOTP");
    expect((await db().selectFrom("audit_log").select("action").execute()).length).toBeGreaterThan(
      0,
    );
  });

  test.runIf(engine === "postgres")("what somebody is saving at that moment stays", async () => {
    await fill("p1");
    const waits = () =>
      sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
        db(),
      );
    let resealing: ReturnType<typeof resealAll> | undefined;
    await db()
      .transaction()
      .execute(async (tx) => {
        await tx.updateTable("projects").set(credentials("p1", "canary-newer")).execute();
        resealing = resealAll([two, one], async () => {});
        await expect.poll(async () => (await waits()).rows.length).toBe(1);
      });
    expect(await resealing).toEqual({ resealed: 2, unopened: [] });
    expect(await opened("p1", one)).toContain("canary-newer");
  });

  test("beside a desk that doesn't know the key nothing is sealed anew", async () => {
    await fill("p1");
    const stop = await runsWith(place(), one);
    const settings = settingsOf(place(), asSetting(two, one));
    const { code, output } = await runScript("rotate-keys", [], settings);
    expect([code, output]).toEqual([1, expect.stringContaining('doesn\'t know the key "k2"')]);
    expect(sealedBy((await projectRow("p1")).credentials!)).toBe("k1");
    await stop();
    await runsWith(place(), one, two);
    const second = await runScript("rotate-keys", [], settings);
    expect([second.code, second.output]).toEqual([
      0,
      expect.stringContaining("still seals with another key"),
    ]);
    expect(await opened("p1", two)).toContain("canary-of-p1");
  });

  test("a desk that starts while keys change either has the new one or doesn't start", async () => {
    await fill("p1");
    const results = await Promise.allSettled([
      announceKeys(place().store, [one]),
      resealAll([two, one], async (tx) => {
        const desks = await tx
          .selectFrom("meta")
          .select("key")
          .where("key", "like", "desk:%")
          .execute();
        if (desks.length > 0) throw new Error("A desk doesn't know it.");
      }),
    ]);
    const [started, resealed] = results.map(({ status }) => status === "fulfilled");
    expect([started, resealed]).toContain(true);
    expect(started && resealed).toBe(false);
    if (started) expect(await opened("p1", one)).toContain("canary");
  });

  test("what was interrupted goes on where it ended", async () => {
    await fill(...Array.from({ length: 250 }, (_, n) => `p${n}`));
    let turns = 0;
    const interrupted = resealAll([two, one], async () => {
      turns += 1;
      if (turns === 3) throw new Error("interrupted");
    });
    await expect(interrupted).rejects.toThrow("interrupted");
    const count = async (id: string) =>
      [...((await readKeyUse(db(), [two, one])).get(id)?.counts.values() ?? [])].reduce(
        (a, b) => a + b,
        0,
      );
    expect([await count("k1"), await count("k2")]).toEqual([301, 200]);
    expect(await resealAll([two, one], async () => {})).toEqual({ resealed: 301, unopened: [] });
    expect([await count("k1"), await count("k2")]).toEqual([0, 501]);
  });

  test("what a lost key has sealed can be given up, and the desk starts again", async () => {
    await fill("p1");
    const kept = seal("canary-kept", sealedIn("projects", "p1", "webhook_header"), [two]);
    await db().updateTable("projects").set({ webhook_header: kept }).execute();
    if (engine === "sqlite") await place().store.close();
    const settings = settingsOf(place(), asSetting(two));
    const { code, output } = await runScript("rotate-keys", ["--forget", "k1"], settings);
    expect([code, output]).toEqual([0, expect.stringContaining("3 values")]);
    if (engine === "sqlite") return;
    await checkKeys(db(), [two]);
    expect(await projectRow("p1")).toMatchObject({
      credentials: null,
      credentials_hint: null,
      webhook_secret: null,
      webhook_header: kept,
    });
  });
});

test.each(engines)(
  "on %s a desk with a wrong key doesn't start, and gives its place free",
  async (engine) => {
    const { dataDir, file } = await newPlace("sqlite");
    const settings = {
      DATA_DIR: dataDir,
      ADMIN_EMAIL: "a@example.com",
      ADMIN_PASSWORD: "correct horse battery",
      ...(engine === "postgres" ? { DATABASE_URL: await createDatabase() } : {}),
    };
    applySettings({ ...settings, ENCRYPTION_KEYS: asSetting(one) });
    const desk = await startDesk();
    await fill("p1");
    await desk.stop();
    for (const ring of [[two], [keyOf("k1", 3)]]) {
      applySettings({ ...settings, ENCRYPTION_KEYS: asSetting(...ring) });
      await expect(startDesk()).rejects.toThrow(/"k1".*projects.credentials \(1\)/);
    }
    applySettings({ ...settings, ENCRYPTION_KEYS: asSetting(two, one) });
    const again = await startDesk();
    expect(
      await db().selectFrom("meta").selectAll().where("key", "like", "desk:%").execute(),
    ).toHaveLength(1);
    await again.stop();
    expect(existsSync(file)).toBe(engine === "sqlite");
  },
);

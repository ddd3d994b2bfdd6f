import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { sealedIn } from "@/lib/db/sealed-columns";
import { db } from "@/lib/db/store";
import { startDesk } from "@/lib/desk";
import { seal, sealedBy } from "@/lib/seal";
import { insertProject } from "../support/records.ts";
import { runScript } from "../support/run-script.ts";
import { applySettings } from "../support/settings.ts";
import { newPlace } from "../support/stores.ts";

// Scripts are processes of their own, which a busy machine makes wait.
vi.setConfig({ testTimeout: 60_000 });

test("the script makes a key in its file, which the desk must know before anything is sealed by it", async () => {
  const { dataDir } = await newPlace("sqlite");
  const settings = { DATA_DIR: dataDir, NEXTAUTH_SECRET: "a-secret-of-the-tests" };
  const keysFile = join(dataDir, "encryption-keys");
  applySettings({
    ...settings,
    ADMIN_EMAIL: "a@example.com",
    ADMIN_PASSWORD: "correct horse battery",
  });
  delete process.env.ENCRYPTION_KEYS;
  let desk = await startDesk();
  onTestFinished(() => desk.stop());
  const old = readFileSync(keysFile, "utf8").trim();
  const [id = "", text = ""] = old.split(":");
  await insertProject("p1");
  const key = { id, key: Buffer.from(text, "base64") };
  const value = seal("canary", sealedIn("projects", "p1", "webhook_secret"), [key]);
  await db().updateTable("projects").set({ webhook_secret: value }).execute();
  const current = async () => {
    const rows = db().selectFrom("projects").select("webhook_secret").where("id", "=", "p1");
    return (await rows.executeTakeFirstOrThrow()).webhook_secret!;
  };

  const made = await runScript("rotate-keys", ["--new-key"], settings);
  expect([made.code, made.output]).toEqual([0, expect.stringContaining("Restart the desk")]);
  const ring = readFileSync(keysFile, "utf8").trim();
  expect(ring).toMatch(/^k\w+:[\w+/]{43}=,/);
  expect(ring.endsWith(`,${old}`)).toBe(true);
  expect(statSync(keysFile).mode & 0o777).toBe(0o600);
  expect(made.output).not.toContain(text);
  expect(made.output).not.toContain(ring.split(/[:,]/)[1]);
  expect(await current()).toBe(value);
  const tooEarly = await runScript("rotate-keys", [], settings);
  expect([tooEarly.code, await current()]).toEqual([1, value]);
  const twice = await runScript("rotate-keys", ["--new-key"], settings);
  expect(twice.output).toContain("no other is made");
  expect(readFileSync(keysFile, "utf8").trim()).toBe(ring);

  await desk.stop();
  applySettings(settings);
  delete process.env.ENCRYPTION_KEYS;
  desk = await startDesk();
  expect((await runScript("rotate-keys", [], settings)).code).toBe(0);
  expect(sealedBy(await current())).toBe(ring.split(":")[0]);
});

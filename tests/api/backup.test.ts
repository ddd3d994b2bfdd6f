import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { openStore } from "@/lib/db/open";
import { db } from "@/lib/db/store";
import { gatewayOf } from "@/lib/projects/read";
import * as files from "../support/files.ts";
import { openDeskWithJelou, secrets } from "../support/jelou-desk.ts";
import { watch } from "../support/live-stream.ts";
import { messagePayload } from "../support/payloads.ts";
import { type Person, password, signInAs } from "../support/people.ts";
import { postWebhook } from "../support/post-webhook.ts";
import { installedBinaries } from "../support/postgres-binaries.ts";
import { runScript } from "../support/run-script.ts";
import { temporaryDirectory } from "../support/settings.ts";
import { createDatabase, engines } from "../support/stores.ts";
import { onDisk, sendRaw, useUpload } from "../support/uploads.ts";

// Scripts are processes of their own, which a busy machine makes wait.
vi.setConfig({ testTimeout: 60_000 });

const ring = `k1:${Buffer.alloc(32, 7).toString("base64")}`;
const settings = (dataDir: string, databaseUrl?: string) => ({
  DATA_DIR: dataDir,
  ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  ENCRYPTION_KEYS: ring,
  NEXTAUTH_SECRET: "a-secret-of-the-tests",
});
const contents = (path: string) =>
  spawnSync("tar", ["-tf", path], { encoding: "utf8" }).stdout.trim().split("\n");

/** Where the live log stands for somebody who has just come. */
async function positionOf(person: Person) {
  const stream = await watch(person);
  await stream.ready();
  return stream.ofKind("ready")[0]!.id!;
}

test.each(engines)(
  "on %s what was acknowledged before the backup began is in it, and a restored desk goes on",
  async (engine) => {
    const { desk, admin, agent, project, greet } = await openDeskWithJelou({}, engine);
    const place = settings(desk.dataDir, process.env.DATABASE_URL);
    const backups = temporaryDirectory();
    const talk = await greet();
    const picture = files.padded(files.jpeg, 200_000);
    const upload = (await sendRaw(agent, picture, { filename: "foto.jpg" })).body.id as string;
    await useUpload(agent, upload, { projectId: project.id, conversationId: talk.id });
    const unsent = (await sendRaw(agent, files.padded(files.jpeg, 5_000))).body.id as string;

    let posted = 0;
    const ending = new AbortController();
    const post = async () => {
      const id = `message-${posted}`;
      const { status } = await postWebhook(
        messagePayload({ project: "p1", conversation: "talk", id }),
      );
      expect(status).toBe(200);
      posted += 1;
    };
    for (let n = 0; n < 20; n += 1) await post();
    const before = posted;
    const known = await positionOf(admin);
    const posting = (async () => {
      while (!ending.signal.aborted) await post();
    })();
    const erasing = admin.remove(`/api/uploads/${unsent}`);
    const made = await runScript("backup", ["--to", `${backups}/`], place);
    ending.abort();
    await Promise.all([posting, erasing]);
    expect([made.code, made.output]).toEqual([
      0,
      expect.stringContaining("need k1 of ENCRYPTION_KEYS"),
    ]);
    expect(posted).toBeGreaterThan(before);
    const [name = "", ...others] = readdirSync(backups);
    expect([others, name]).toEqual([[], expect.stringMatching(/^mostrador-.*\.tar$/)]);
    const backup = join(backups, name);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(contents(backup)).toContain("manifest.json");
    expect(contents(backup)).toContain(`uploads/${upload.slice(0, 2).toLowerCase()}/${upload}`);
    for (const secret of [...Object.values(secrets), password, ring.slice(3)])
      expect(readFileSync(backup).includes(secret)).toBe(false);

    const ahead = await positionOf(admin);
    await desk.stop();
    const newDir = temporaryDirectory(afterAll);
    const newDatabase = engine === "postgres" ? await createDatabase() : undefined;
    const newPlace = settings(newDir, newDatabase);
    const restored = await runScript("restore", [backup], newPlace);
    expect([restored.code, restored.output]).toEqual([
      0,
      expect.stringContaining("Closes are paused"),
    ]);
    expect(restored.output).toContain("The keys that it needs are here: k1");
    Object.assign(process.env, newPlace);
    await desk.start();

    expect((await admin.get("/api/conversations")).status).toBe(401);
    const boss = await signInAs("admin@example.com");
    const messages = await db().selectFrom("messages").select("jelou_message_id").execute();
    const found = new Set(messages.map((row) => row.jelou_message_id));
    for (let n = 0; n < before; n += 1) expect(found).toContain(`message-${n}`);
    const row = await db().selectFrom("projects").selectAll().executeTakeFirstOrThrow();
    expect(gatewayOf(row)?.credentials).toMatchObject({ clientSecret: secrets.clientSecret });
    expect(
      (await postWebhook(messagePayload({ project: "p1", conversation: "after" }))).status,
    ).toBe(200);
    const served = await boss.open(`/api/uploads/${upload}`);
    expect(Buffer.from(await served.arrayBuffer()).equals(picture)).toBe(true);
    const actions = (await db().selectFrom("audit_log").select("action").execute()).map(
      (each) => each.action,
    );
    for (const action of ["credentials.saved", "webhook_auth.saved", "data.restored"])
      expect(actions).toContain(action);
    expect((await boss.get(`/api/projects/${project.id}`)).body.closesPaused).toBe(true);

    for (const lastEventId of [known, ahead]) {
      const back = await watch(boss, { lastEventId });
      await back.ready();
      expect([back.ofKind("reset").length, back.ofKind("ready").length]).toEqual([1, 0]);
    }

    const running = await runScript("restore", [backup, "--replace"], newPlace);
    expect([running.code, running.output]).toEqual([1, expect.stringMatching(/A desk runs on/)]);
    await desk.stop();
    const over = await runScript("restore", [backup], newPlace);
    expect([over.code, over.output]).toEqual([1, expect.stringContaining("--replace")]);
    const replaced = await runScript("restore", [backup, "--replace", "--resume-closes"], newPlace);
    expect([replaced.code, replaced.output]).toEqual([0, expect.stringMatching(/before.restore/)]);
    await desk.start();
    expect(await db().selectFrom("messages").select("id").execute()).toHaveLength(messages.length);
    const { closes_paused } = await db()
      .selectFrom("projects")
      .select("closes_paused")
      .executeTakeFirstOrThrow();
    expect(closes_paused).toBe(0);
    expect(onDisk(newDir).kept).toContain(upload);
    const again = await runScript("backup", ["--to", join(backups, "again.tar")], newPlace);
    expect([again.code, again.output]).toEqual([
      0,
      expect.stringMatching(/conversations 2, .*uploads \d/),
    ]);
  },
  60_000,
);

test("on postgres no desk starts in the middle of a restore", async () => {
  const { desk } = await openDeskWithJelou({}, "postgres");
  const folder = temporaryDirectory();
  const backup = join(folder, "b.tar");
  const place = settings(desk.dataDir, process.env.DATABASE_URL);
  expect((await runScript("backup", ["--to", backup], place)).code).toBe(0);
  const [begun, goOn] = [join(folder, "begun"), join(folder, "go-on")];
  const program = join(installedBinaries() ?? "", "pg_restore");
  const waits = `case "$1" in --version) ;; *) touch ${begun}; until [ -e ${goOn} ]; do sleep 0.05; done;; esac`;
  writeFileSync(join(folder, "pg_restore"), `#!/bin/sh\n${waits}\nexec ${program} "$@"\n`, {
    mode: 0o755,
  });
  const there = settings(temporaryDirectory(), await createDatabase());
  const restoring = runScript("restore", [backup], { ...there, PG_BINDIR: folder });
  await expect.poll(() => existsSync(begun), { timeout: 20_000 }).toBe(true);
  const open = () => openStore({ dataDir: there.DATA_DIR, databaseUrl: there.DATABASE_URL });
  await expect(open()).rejects.toThrow("A backup is being put back into this database.");
  writeFileSync(goOn, "");
  expect((await restoring).code).toBe(0);
  const store = await open();
  expect(await store.db.selectFrom("users").select("id").execute()).not.toEqual([]);
  await store.close();
});

test("what isn't a whole backup is refused, and leaves nothing behind", async () => {
  const { desk } = await openDeskWithJelou();
  const folder = temporaryDirectory();
  const whole = join(folder, "whole.tar");
  expect((await runScript("backup", ["--to", whole], settings(desk.dataDir))).code).toBe(0);
  const bytes = readFileSync(whole);
  const broken = join(folder, "broken.tar");
  const target = temporaryDirectory();
  const attempt = async (content: Buffer) => {
    writeFileSync(broken, content);
    const answer = await runScript("restore", [broken], settings(target));
    expect(readdirSync(target).filter((name) => !name.startsWith("desk.lock"))).toEqual([]);
    return [answer.code, answer.output] as const;
  };
  expect(await attempt(bytes.subarray(0, bytes.length - 600))).toEqual([
    1,
    expect.stringMatching(/not whole/),
  ]);
  expect(await attempt(bytes.subarray(0, 5_000))).toEqual([1, expect.stringMatching(/not whole/)]);
  const flipped = Buffer.from(bytes);
  flipped[20_000]! ^= 1;
  expect(await attempt(flipped)).toEqual([1, expect.stringMatching(/database.sqlite .* damaged/)]);
  const elsewhere = Buffer.from(
    bytes.toString("latin1").replaceAll("database.sqlite", "../../../sqlite."),
    "latin1",
  );
  expect((await attempt(elsewhere))[0]).toBe(1);
  expect(await attempt(Buffer.from("hello"))).toEqual([
    1,
    expect.stringMatching(/not whole|no backup/),
  ]);
  const taken = await runScript("backup", ["--to", whole], settings(desk.dataDir));
  expect([taken.code, taken.output]).toEqual([1, expect.stringContaining("is there already")]);
  const nowhere = await runScript("backup", [], settings(temporaryDirectory()));
  expect([nowhere.code, nowhere.output]).toEqual([
    1,
    expect.stringContaining("There is no database in"),
  ]);
});

test("with its keys a backup opens anywhere; without them it says which ones it needs", async () => {
  const { desk } = await openDeskWithJelou({ ENCRYPTION_KEYS: "", NEXTAUTH_SECRET: "" });
  const own = { DATA_DIR: desk.dataDir };
  const keys = readFileSync(join(desk.dataDir, "encryption-keys"), "utf8").trim();
  const folder = temporaryDirectory();
  const [plain, withKeys] = [join(folder, "plain.tar"), join(folder, "with-keys.tar")];
  expect((await runScript("backup", ["--to", plain], own)).code).toBe(0);
  expect(readFileSync(plain).includes(keys.split(":")[1]!)).toBe(false);
  const noted = await runScript("backup", ["--to", withKeys, "--with-keys"], own);
  expect(noted.output).toContain("It holds the keys");

  const bare = temporaryDirectory();
  const said = await runScript("restore", [plain], { DATA_DIR: bare });
  expect([said.code, said.output]).toEqual([
    0,
    expect.stringContaining(`no key "${keys.split(":")[0]}"`),
  ]);
  expect(readdirSync(bare)).not.toContain("encryption-keys");

  const moved = temporaryDirectory();
  const other = `k0:${Buffer.alloc(32, 1).toString("base64")}`;
  writeFileSync(join(moved, "encryption-keys"), other, { mode: 0o600 });
  const opened = await runScript("restore", [withKeys], { DATA_DIR: moved });
  expect([opened.code, opened.output]).toEqual([
    0,
    expect.stringContaining("The keys that it needs are here"),
  ]);
  expect(readFileSync(join(moved, "encryption-keys"), "utf8")).toBe(`${other},${keys}`);
  expect(statSync(join(moved, "encryption-keys")).mode & 0o777).toBe(0o600);
});

test("a file that a message has and nobody finds is named, and the rest is kept", async () => {
  const { desk, agent, project, greet } = await openDeskWithJelou();
  const talk = await greet();
  const upload = (await sendRaw(agent, files.jpeg)).body.id as string;
  await useUpload(agent, upload, { projectId: project.id, conversationId: talk.id });
  rmSync(join(desk.dataDir, "uploads", upload.slice(0, 2).toLowerCase(), upload));
  const path = join(temporaryDirectory(), "b.tar");
  const { code, output } = await runScript("backup", ["--to", path], settings(desk.dataDir));
  expect([code, output]).toEqual([
    0,
    expect.stringContaining("1 files that messages have were not there"),
  ]);
  expect(readFileSync(path).includes(`"missing": [\n    "${upload}"`)).toBe(true);
});

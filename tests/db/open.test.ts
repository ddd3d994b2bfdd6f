import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { tryLockDatabase } from "@/lib/db/lock-database";
import { openStore } from "@/lib/db/open";
import { temporaryDirectory } from "../support/settings.ts";
import { engines, newPlace, onEachEngine } from "../support/stores.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const holdDesk = fileURLToPath(new URL("../support/hold-desk.ts", import.meta.url));
const startAndStop = fileURLToPath(new URL("../support/start-and-stop.ts", import.meta.url));

onEachEngine((place) => {
  test("opening a second time changes nothing and keeps the name of the log", async () => {
    const { store, ...where } = place();
    const tables = async (from = store) =>
      JSON.stringify(await from.db.introspection.getTables({ withInternalKyselyTables: true }));
    const before = await tables();
    await store.close();
    const again = await openStore(where);
    expect(await tables(again)).toBe(before);
    expect(again.epoch).toBe(store.epoch);
    await again.close();
  });

  test("times far in the future and beyond 32 bits come back as numbers", async () => {
    const { db } = place().store;
    const at = 253_402_300_799_999;
    const row = { id: "s", user_id: "u", created_at: at, expires_at: Number.MAX_SAFE_INTEGER };
    const user = { id: "u", email: "u", name: "u", role: "admin", password_hash: "" } as const;
    await db
      .insertInto("users")
      .values({ ...user, active: 1, created_at: at, updated_at: at })
      .execute();
    await db.insertInto("sessions").values(row).execute();
    expect(await db.selectFrom("sessions").selectAll().execute()).toMatchObject([row]);
  });
});

test("many desks may start on one new PostgreSQL database at once", async () => {
  const where = await newPlace("postgres");
  const stores = await Promise.all([1, 2, 3, 4].map(() => openStore(where)));
  expect(new Set(stores.map((store) => store.epoch)).size).toBe(1);
  await Promise.all(stores.map((store) => store.close()));
});

test("desks share a PostgreSQL database, and a restore has it alone", async () => {
  const where = await newPlace("postgres");
  const desks = [await openStore(where), await openStore(where)];
  const tryAlone = () => tryLockDatabase(where.databaseUrl!, { alone: true });
  for (const desk of desks) {
    expect(await tryAlone()).toBeUndefined();
    await desk.close();
  }
  const free = await tryAlone();
  await expect(openStore(where)).rejects.toThrow(/backup is being put back.+Start the desk when/);
  await free!();
  await (await openStore(where)).close();
});

test.each(engines)("two new databases on %s have logs of different names", async (engine) => {
  const stores = await Promise.all([
    openStore(await newPlace(engine)),
    openStore(await newPlace(engine)),
  ]);
  expect(stores[0].epoch).not.toBe(stores[1].epoch);
  await Promise.all(stores.map((store) => store.close()));
});

test("a second desk on one DATA_DIR is refused, and kill -9 of the first frees it", async () => {
  const dataDir = temporaryDirectory();
  const args = ["--import", "./scripts/alias.mjs", holdDesk, dataDir];
  const first = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void first.kill("SIGKILL"));
  const ended = once(first, "exit");
  await once(first.stdout, "data");
  const open = () => openStore({ databaseUrl: undefined, dataDir });
  await expect(open()).rejects.toThrow(
    /Another desk is running on .+DATA_DIR of its own.+DATABASE_URL/,
  );
  first.kill("SIGKILL");
  await ended;
  const store = await open();
  expect(await store.db.selectFrom("users").selectAll().execute()).toEqual([]);
  await store.close();
  await (await open()).close();
});

test("a database that can't be reached is an error within the time of a connection", async () => {
  const databaseUrl = "postgres://postgres@127.0.0.1:1/postgres";
  await expect(openStore({ databaseUrl, dataDir: temporaryDirectory() })).rejects.toThrow();
});

test("desks that start at once on a new database agree on the first admin", async () => {
  const { databaseUrl = "" } = await newPlace("postgres");
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    NEXTAUTH_SECRET: "a-secret-of-the-tests",
    ENCRYPTION_KEYS: Buffer.alloc(32, 7).toString("base64"),
    ADMIN_EMAIL: "boss@example.com",
    ADMIN_PASSWORD: "correct horse battery",
  };
  const args = ["--import", "./scripts/alias.mjs", startAndStop];
  const codes = [1, 2, 3].map(async () => {
    const desk = spawn(process.execPath, args, { cwd: root, env, stdio: "inherit" });
    onTestFinished(() => void desk.kill("SIGKILL"));
    const [code] = await once(desk, "exit");
    return code as number;
  });
  expect(await Promise.all(codes)).toEqual([0, 0, 0]);
});

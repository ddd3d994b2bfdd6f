import { connect, createServer, type Socket } from "node:net";
import BetterSqlite3 from "better-sqlite3";
import { sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import { isUnavailable } from "@/lib/db/is-unavailable";
import { openPool } from "@/lib/db/postgres-pool";
import { db, write } from "@/lib/db/store";
import { storeDelivery } from "@/lib/webhooks/batch";
import { messagePayload } from "../support/payloads.ts";
import { delivery, insertProject } from "../support/records.ts";
import { createDatabase, onEachEngine } from "../support/stores.ts";

const store = (count: number, body = "Hola") =>
  Promise.allSettled(
    Array.from({ length: count }, () => storeDelivery(delivery(messagePayload({ body })))),
  );

const failures = (results: PromiseSettledResult<unknown>[]) =>
  results.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));

const countDeliveries = async () =>
  (await db().selectFrom("deliveries").select("id").execute()).length;

onEachEngine((place, engine) => {
  test.runIf(engine === "sqlite")(
    "a full disk stores nothing, says why, and is well again",
    async () => {
      await insertProject("p1");
      const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db());
      await sql`pragma max_page_count = ${sql.lit(rows[0]!.page_count)}`.execute(db());
      const refused = failures(await store(30, "x".repeat(50_000)));
      expect(refused).toHaveLength(30);
      expect(refused.every(isUnavailable)).toBe(true);
      expect(await countDeliveries()).toBe(0);
      await sql`pragma max_page_count = 1000000`.execute(db());
      expect(failures(await store(30, "x".repeat(50_000)))).toEqual([]);
      expect(await countDeliveries()).toBe(30);
    },
  );

  test.runIf(engine === "sqlite")(
    "of many that wait for a database that is held, all are told at once",
    async () => {
      const other = new BetterSqlite3(place().file);
      onTestFinished(() => void other.close());
      await insertProject("p1");
      await sql`pragma busy_timeout = 200`.execute(db());
      other.exec("begin immediate");
      // One after the other they would take longer than any test may.
      const refused = failures(await store(150));
      expect(refused.length).toBeGreaterThanOrEqual(100);
      expect(refused.every(isUnavailable)).toBe(true);
      other.exec("rollback");
      expect(failures(await store(2))).toEqual([]);
    },
  );

  test.runIf(engine === "sqlite")(
    "a transaction that ended by itself, as a failing disk ends one, says why",
    async () => {
      const twice = write(async (tx) => {
        await tx.insertInto("meta").values({ key: "a", value: "" }).execute();
        await sql`insert or rollback into meta (key, value) values ('a', '')`.execute(tx);
      });
      await expect(twice).rejects.toMatchObject({ code: expect.stringContaining("CONSTRAINT") });
      expect(await db().selectFrom("meta").select("key").where("key", "=", "a").execute()).toEqual(
        [],
      );
    },
  );

  test.runIf(engine === "sqlite")("what waits to be stored fills no memory", async () => {
    await insertProject("p1");
    const { reading, ...rest } = delivery(messagePayload());
    const raw = Buffer.alloc(33 * 1024 * 1024, "x");
    const results = await Promise.allSettled(
      ["a", "b", "c"].map((dedupeKey) =>
        storeDelivery({ ...rest, raw, reading: { ...reading, dedupeKey } }),
      ),
    );
    expect(results.map((each) => each.status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
    expect((await store(1)).map((each) => each.status)).toEqual(["fulfilled"]);
  });

  test.runIf(engine === "postgres")(
    "a connection that is cut in a transaction undoes it and is replaced",
    async () => {
      const cut = write(async (tx) => {
        await tx.insertInto("meta").values({ key: "half", value: "" }).execute();
        await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
      });
      await expect(cut).rejects.toSatisfy(isUnavailable);
      const half = () => db().selectFrom("meta").select("key").where("key", "=", "half").execute();
      expect(await half()).toEqual([]);
      await write((tx) => tx.insertInto("meta").values({ key: "half", value: "" }).execute());
      expect(await half()).toHaveLength(1);
    },
  );
});

describe("a pool of connections", () => {
  test("ends a statement that takes too long, and keeps the connection", async () => {
    const pool = openPool(await createDatabase(), { statementMs: 100, silenceMs: 5_000 });
    onTestFinished(() => pool.end());
    const client = await pool.connect();
    await expect(client.query("select pg_sleep(20)")).rejects.toSatisfy(isUnavailable);
    expect((await client.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    client.release();
  });

  test("ends a transaction in which nothing happens, so that others get their turn", async () => {
    const url = await createDatabase();
    const [idle, other] = [1, 2].map(() => openPool(url, { statementMs: 300, silenceMs: 5_000 }));
    const held = await idle!.connect();
    onTestFinished(async () => {
      held.release(true);
      await Promise.all([idle!.end(), other!.end()]);
    });
    await held.query("begin");
    await held.query("select pg_advisory_xact_lock(1)");
    const take = () =>
      other!.query("select pg_advisory_lock(1)").then(
        () => true,
        () => false,
      );
    await expect.poll(take, { timeout: 5_000 }).toBe(true);
    await expect(held.query("commit")).rejects.toSatisfy(isUnavailable);
  });

  test("hangs up on a server that has gone silent, and leaves no half transaction behind", async () => {
    const url = await createDatabase();
    const between = await standBetween(url);
    const pool = openPool(between.url, { statementMs: 60_000, silenceMs: 300 });
    const direct = openPool(url);
    onTestFinished(() => Promise.all([pool.end(), direct.end()]).then(() => {}));
    await direct.query("create table t (n int)");
    const client = await pool.connect();
    await client.query("begin");
    await client.query("insert into t values (1)");
    between.silence(true);
    await expect(client.query("insert into t values (2)")).rejects.toSatisfy(isUnavailable);
    await expect(client.query("rollback")).rejects.toSatisfy(isUnavailable);
    client.release();
    between.silence(false);
    await pool.query("insert into t values (3)");
    await expect.poll(async () => (await direct.query("select n from t")).rows).toEqual([{ n: 3 }]);
  });
});

/** A way to the database on which nothing comes through any more, for as long as one likes. */
async function standBetween(databaseUrl: string) {
  const url = new URL(databaseUrl);
  const target = { port: Number(url.port), host: url.hostname };
  const sockets = new Set<Socket>();
  let silent = false;
  const server = createServer((from) => {
    const to = connect(target);
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      sockets.add(one);
      one.on("error", () => {}).on("close", () => other.destroy());
      one.on("data", (chunk: Buffer) => {
        if (!silent) other.write(chunk);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  url.port = String((server.address() as { port: number }).port);
  return {
    url: url.href,
    silence: (on: boolean) => {
      silent = on;
    },
  };
}

import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { env } from "@/lib/env";
import { openDesk } from "../support/desk.ts";
import { stranger } from "../support/people.ts";

const metricsToken = "a-token-for-the-figures";
const desk = await openDesk({ METRICS_TOKEN: metricsToken }, "postgres");

const askReady = () => stranger().get("/api/health/ready");
const ok = { status: "ok" };

/** Whoever reads the table waits, as for a database that stands still, until it is given back or the test ends. */
async function hold(table: string) {
  const client = new pg.Client({ connectionString: env().databaseUrl });
  await client.connect();
  await client.query(`begin; lock table ${table} in access exclusive mode`);
  let held = true;
  const release = async () => {
    if (held) await client.end();
    held = false;
  };
  onTestFinished(release);
  return release;
}

test("a desk that can work is ready, and says what it looked at", async () => {
  const { status, body } = await askReady();
  expect(status).toBe(200);
  expect(body).toEqual({
    status: "ready",
    checks: { database: ok, disk: ok, eventLoop: ok, closer: ok, sender: ok, hub: ok },
  });
  expect((await stranger().get("/api/health/live")).body).toEqual({ status: "ok" });
});

test("a database that stands still is told without waiting for it, however often one asks", async () => {
  const release = await hold("meta");
  const answers = await Promise.all(Array.from({ length: 30 }, askReady));
  for (const { status, body } of answers) {
    expect(status).toBe(503);
    expect(body).toMatchObject({
      status: "not_ready",
      checks: { database: { status: "failing", detail: "timeout" }, disk: ok, hub: ok },
    });
  }
  // None of them holds a connection that others need.
  expect((await desk.admin.get("/api/users")).status).toBe(200);
  await release();
  await expect.poll(async () => (await askReady()).status).toBe(200);
});

test("figures are given although the database stands still", async () => {
  await hold("closes");
  const headers = { authorization: `Bearer ${metricsToken}` };
  const response = await stranger().open("/api/metrics", { headers });
  expect(response.status).toBe(200);
  const text = await response.text();
  expect(text).toContain("mostrador_live_viewers 0");
  expect(text).toMatch(/^mostrador_database_connections\{state="idle"\} [1-9]/m);
  expect(text).toMatch(/^mostrador_bulk_jobs Nan$/im);
  expect(text).not.toMatch(/^mostrador_queue_length\{/m);
});

test.each(["closer", "sender", "hub"])("a %s that doesn't turn any more is told", async (name) => {
  const pulse = Symbol.for("mostrador.pulse");
  const beats = Reflect.get(globalThis, pulse) as Map<string, number>;
  onTestFinished(() => void Reflect.set(globalThis, pulse, beats));
  const stopped = new Map(beats).set(name, performance.now() - 60_000);
  Reflect.set(stopped, "set", () => stopped);
  Reflect.set(globalThis, pulse, stopped);
  const { status, body } = await askReady();
  expect(status).toBe(503);
  expect(body.checks).toEqual({
    ...{ database: ok, disk: ok, eventLoop: ok, closer: ok, sender: ok, hub: ok },
    [name]: { status: "failing", detail: "stuck" },
  });
});

test("a desk that stops isn't ready, and is alive", async () => {
  await desk.stop();
  const { status, body } = await askReady();
  expect([status, body.error.code]).toEqual([503, "unavailable"]);
  expect(body.error.requestId).toMatch(/^[\w-]{20,}$/);
  expect((await stranger().get("/api/health/live")).status).toBe(200);
  await desk.start();
  expect((await askReady()).status).toBe(200);
});

import pg from "pg";
import { expect, onTestFinished, test, vi } from "vitest";
import { lookAtClock } from "@/lib/db/clock-gap";
import { tryLockDatabase } from "@/lib/db/lock-database";
import { env } from "@/lib/env";
import { openDesk } from "../support/desk.ts";
import { stranger } from "../support/people.ts";

const metricsToken = "a-token-for-the-figures";
const desk = await openDesk({ METRICS_TOKEN: metricsToken }, "postgres");

const askReady = () => stranger().get("/api/health/ready");
const ok = { status: "ok" };
const allOk = { database: ok, clock: ok, disk: ok, eventLoop: ok, closer: ok, sender: ok, hub: ok };

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
  expect(body).toEqual({ status: "ready", checks: allOk });
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
  expect(body.checks).toEqual({ ...allOk, [name]: { status: "failing", detail: "stuck" } });
});

/** As if this machine's clock were off by so much, until the test ends. */
function setClock(offMs: number) {
  const now = Date.now;
  const clock = vi.spyOn(Date, "now").mockImplementation(() => now() + offMs);
  onTestFinished(async () => {
    clock.mockRestore();
    await lookAtClock();
  });
  return clock;
}

/** As another desk on the same database holds it. */
async function openOther() {
  const leave = await tryLockDatabase(env().databaseUrl!, { alone: false });
  onTestFinished(leave!);
}

test.each([-4_000, 4_000])("a clock that is %d ms off the database's is told", async (offMs) => {
  const clock = setClock(offMs);
  await lookAtClock();
  const { status, body } = await askReady();
  const detail = "This machine's clock and the database's are 4 s apart: let NTP set both";
  expect(status).toBe(200);
  expect(body.checks).toEqual({ ...allOk, clock: { status: "ok", detail } });
  clock.mockRestore();
  await lookAtClock();
  expect((await askReady()).body.checks).toEqual(allOk);
});

test("beside another desk one whose clock is far off isn't ready and doesn't start", async () => {
  await openOther();
  const clock = setClock(-15_000);
  await lookAtClock();
  expect((await askReady()).body.checks.clock.status).toBe("failing");
  await desk.stop();
  await expect(desk.start()).rejects.toThrow(/15 s apart: let NTP set both, then start/);
  clock.mockRestore();
  await desk.start();
  expect((await askReady()).body.checks).toEqual(allOk);
});

test("alone it reads no other's times, and works on by its own", async () => {
  const clock = setClock(-600_000);
  await desk.restart();
  const { status, body } = await askReady();
  expect(status).toBe(200);
  expect(body.checks.clock.detail).toContain("600 s apart");
  clock.mockRestore();
  await lookAtClock();
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

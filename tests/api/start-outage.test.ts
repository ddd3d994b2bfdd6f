import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { db } from "@/lib/db/store";
import { metrics } from "@/lib/metrics";
import { patiently } from "../support/bulk-desk.ts";
import { openDeskWithJelou } from "../support/jelou-desk.ts";

const { desk, sandbox, agent, project, withFault } = await openDeskWithJelou();

/** Somebody whom Jelou knows, and who has no conversation. */
function customer() {
  const userId = crypto.randomUUID();
  sandbox.project("p1")?.users.set(userId, "Rosa");
  return userId;
}

const start = (userId: string) =>
  agent.post("/api/conversations", { projectId: project.id, botId: "bot", userId });

const countCalls = (userId: string) =>
  sandbox.callsTo("start").filter((call) => (call.body as { userId?: string }).userId === userId)
    .length;

/** As if the database were another's from the moment that Jelou is asked, until it is given back. */
async function holdDatabase(userId: string) {
  await sql`pragma busy_timeout = 20`.execute(db());
  const other = new BetterSqlite3(join(desk.dataDir, "mostrador.db"));
  onTestFinished(async () => {
    other.close();
    await sql`pragma busy_timeout = 5000`.execute(db());
  });
  await expect.poll(() => countCalls(userId), patiently).toBe(1);
  other.exec("begin immediate");
  return () => other.exec("rollback");
}

test("what Jelou took while the database is away is written down when it is back", async () => {
  const userId = customer();
  withFault({ on: "webhook", lose: true });
  withFault({ on: "start", delayMs: 500 });
  const failed = async () => (await metrics().databaseErrors.get()).values[0]?.value ?? 0;
  const before = await failed();
  const started = start(userId);
  const giveBack = await holdDatabase(userId);
  await expect.poll(failed, patiently).toBeGreaterThan(before + 1);
  giveBack();
  expect(await started).toMatchObject({ status: 201, body: { id: null } });
  const kept = db().selectFrom("starts").select("state").where("contact_id", "=", userId);
  expect(await kept.execute()).toEqual([{ state: "accepted" }]);
});

test("what Jelou took is not denied where the database stays away", async () => {
  const userId = customer();
  withFault({ on: "webhook", lose: true });
  withFault({ on: "start", delayMs: 500 });
  const started = start(userId);
  const giveBack = await holdDatabase(userId);
  const { status, body } = await started;
  expect([status, body.error.code, body.cause]).toEqual([504, "upstream_timeout", "interrupted"]);
  giveBack();
  expect((await start(userId)).body.reason).toBe("just_started");
}, 20_000);

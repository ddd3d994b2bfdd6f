import { sql } from "kysely";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/store";
import { visibleProjects } from "./read-list";

type Bot = { id: string; name: string | null };

const mostBots = 100;
/** So many of the latest conversations in each part of the list tell what their bots are called now. */
const mostLatest = 500;
/** Of a bot that is in none of these, so many conversations are looked at. */
const mostSamples = 50;

/** The bots that have had conversations in the project, by name, at most a hundred. @throws AppError not_found */
export async function listBots(scope: Scope, projectId: string): Promise<Bot[]> {
  await visibleProjects(scope, projectId);
  const [ids, names] = await Promise.all([findBotIds(projectId), readLatestNames(projectId)]);
  const bots: Bot[] = [];
  for (const id of ids) bots.push({ id, name: names.get(id) ?? (await sampleName(projectId, id)) });
  return bots.toSorted((a, b) => (a.name ?? a.id).localeCompare(b.name ?? b.id, "es"));
}

/** Jumps from one bot's first row in the index to the next one's: a step each, however many conversations they had. */
async function findBotIds(projectId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive bots (id, place) as (
      select min(bot_id), 1 from conversations where project_id = ${projectId}
      union all
      select (select min(bot_id) from conversations where project_id = ${projectId} and bot_id > bots.id), place + 1
      from bots where bots.id is not null and place < ${mostBots}
    )
    select id from bots where id is not null`.execute(db());
  return rows.map((row) => row.id);
}

const buckets = ["open", "closing", "closed", "after"] as const;

async function readLatestNames(projectId: string): Promise<Map<string, string>> {
  const parts = await Promise.all(
    buckets.map((bucket) =>
      db()
        .selectFrom("conversations")
        .select(["bot_id", "bot_name", "bot_named_at"])
        .where("project_id", "=", projectId)
        .where("bucket", "=", bucket)
        .orderBy("activity_at", "desc")
        .orderBy("n", "desc")
        .limit(mostLatest)
        .execute(),
    ),
  );
  const rows = parts.flat().toSorted((a, b) => (a.bot_named_at ?? 0) - (b.bot_named_at ?? 0));
  return new Map(
    rows.flatMap((row) => (row.bot_name === null ? [] : [[row.bot_id, row.bot_name]])),
  );
}

/** The latest among some: good enough for a bot that has been silent for long. */
async function sampleName(projectId: string, botId: string): Promise<string | null> {
  const some = db()
    .selectFrom("conversations")
    .select(["bot_name", "bot_named_at"])
    .where("project_id", "=", projectId)
    .where("bot_id", "=", botId)
    .orderBy("contact_id")
    .limit(mostSamples);
  const latest = await db()
    .selectFrom(some.as("some"))
    .select("bot_name")
    .where("bot_name", "is not", null)
    .orderBy("bot_named_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return latest?.bot_name ?? null;
}

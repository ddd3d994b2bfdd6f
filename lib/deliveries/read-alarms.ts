import { sql } from "kysely";
import { type Scope, seesProject } from "@/lib/auth/scope";
import { db } from "@/lib/db/store";
import { requireAdmin } from "@/lib/users/read";
import { type Stretch, stretchesBefore, unlikelyCount } from "./find-silence";
import type { Alarm } from "./schema";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** So many closes in a row that failed are no single bad conversation. */
const failedInARow = 3;

type Project = { id: string; name: string };
type Named = { projectId: string; projectName: string };

/** What should not be: a project that fell silent, signatures that are wrong, closes that fail. @throws AppError forbidden */
export async function listAlarms(scope: Scope): Promise<Alarm[]> {
  requireAdmin(scope);
  const projects = await db()
    .selectFrom("projects")
    .select(["id", "name"])
    .where("archived_at", "is", null)
    .orderBy("name")
    .orderBy("id")
    .execute();
  const seen = projects.filter(({ id }) => seesProject(scope, id));
  return (await Promise.all(seen.map(alarmsOf))).flat();
}

async function alarmsOf({ id, name }: Project): Promise<Alarm[]> {
  const named = { projectId: id, projectName: name };
  const now = Date.now();
  const first = await edge(id, "asc");
  const last = await edge(id, "desc");
  const found = await Promise.all([
    first === null || last === null ? null : findSilent(named, first, last, now),
    findUnproven(named, last, now),
    findFailing(named, now),
  ]);
  return found.filter((alarm) => alarm !== null);
}

async function edge(projectId: string, direction: "asc" | "desc"): Promise<number | null> {
  const row = await db()
    .selectFrom("deliveries")
    .select("received_at")
    .where("project_id", "=", projectId)
    .orderBy("received_at", direction)
    .limit(1)
    .executeTakeFirst();
  return row?.received_at ?? null;
}

async function findSilent(
  named: Named,
  firstAt: number,
  lastAt: number,
  now: number,
): Promise<Alarm | null> {
  const stretches = stretchesBefore(now, firstAt, lastAt);
  if (stretches.length === 0) return null;
  const counts = await Promise.all(stretches.map((each) => countWithin(named.projectId, each)));
  const usual = Math.min(...counts);
  return usual < unlikelyCount ? null : { kind: "silent", ...named, since: lastAt, usual };
}

/** By the index alone, and no further than a rhythm needs. */
async function countWithin(projectId: string, { from, to }: Stretch): Promise<number> {
  const some = db()
    .selectFrom("deliveries")
    .select("received_at")
    .where("project_id", "=", projectId)
    .where("received_at", ">=", from)
    .where("received_at", "<", to)
    .limit(1_000);
  const { count } = await db()
    .selectFrom(some.as("some"))
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

const unproven = ["signature", "unsigned", "header", "no_secret"] as const;

async function findUnproven(
  named: Named,
  lastAt: number | null,
  now: number,
): Promise<Alarm | null> {
  const rows = await db()
    .selectFrom("refusals")
    .select(["reason", "count", "last_at"])
    .where("project_id", "=", named.projectId)
    .where("last_at", ">", now - hourMs)
    .where("reason", "in", unproven)
    .orderBy("last_at", "desc")
    .execute();
  const [latest] = rows;
  if (!latest) return null;
  return {
    kind: "signatures",
    ...named,
    since: latest.last_at,
    count: rows.reduce((sum, row) => sum + row.count, 0),
    reason: unproven.find((reason) => reason === latest.reason) ?? "signature",
    proven: (lastAt ?? 0) > latest.last_at,
  };
}

async function findFailing(named: Named, now: number): Promise<Alarm | null> {
  const rows = await db()
    .selectFrom("closes")
    .select(["state", "settled_at", "requested_at", "last_error"])
    .where("project_id", "=", named.projectId)
    .where("requested_at", ">", now - dayMs)
    .where("settled_at", "is not", null)
    .where(sql<boolean>`state in ('accepted', 'confirmed', 'refused', 'unknown')`)
    .orderBy("requested_at", "desc")
    .orderBy("id", "desc")
    .limit(failedInARow)
    .execute();
  const failed = rows.filter(({ state }) => state === "refused" || state === "unknown");
  const [latest] = failed;
  if (!latest || failed.length < failedInARow) return null;
  const code = latest.last_error && (JSON.parse(latest.last_error) as { code: string }).code;
  const since = latest.settled_at ?? latest.requested_at;
  return { kind: "closes", ...named, since, count: failed.length, code };
}

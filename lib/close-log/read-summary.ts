import { sql } from "kysely";
import type { Scope } from "@/lib/auth/scope";
import { loadNames } from "@/lib/conversations/read";
import { visibleProjects } from "@/lib/conversations/read-list";
import type { SummaryParams } from "./input";
import { isFailed, isUnconfirmed, type Narrowing, narrowBy } from "./narrow-closes";
import { closesWithin, inParts, type Stretch, wholeStretch } from "./read-stretch";
import { confirmationClasses, type LogSummary } from "./schema";

const dayMs = 86_400_000;
const usualDays = 30;

type Outcome = "succeeded" | "failed" | "unconfirmed" | "other";
type Tally = { days: Map<number, Map<string | null, number>>; speeds: number[] } & Record<
  Outcome,
  number
>;

/** Without a time, of the last 30 days. @throws AppError not_found for a project one may not see */
export async function summariseCloses(scope: Scope, params: SummaryParams): Promise<LogSummary> {
  const now = Date.now();
  const projectIds = await visibleProjects(scope, params.project);
  const from = params.from ?? (params.to ?? now) - usualDays * dayMs;
  const narrow = narrowBy(params, now);
  const tally: Tally = {
    days: new Map(),
    speeds: Array.from({ length: confirmationClasses.length + 1 }, () => 0),
    ...{ succeeded: 0, failed: 0, unconfirmed: 0, other: 0 },
  };
  const agents = new Set<string>();
  const reasons = new Map<string, { id: string; name: string }>();
  for (const projectId of projectIds) {
    for await (const part of inParts(projectId, wholeStretch({ ...params, from }))) {
      for (const group of await countGroups(projectId, part, narrow, params.offset, now))
        add(tally, group);
      for (const { agent, id, name } of await findChoices(projectId, part)) {
        agents.add(agent);
        if (id !== null && name !== null) reasons.set(`${id} ${name}`, { id, name });
      }
    }
  }
  const names = await loadNames([...agents]);
  const { succeeded, failed, unconfirmed, other } = tally;
  return {
    days: [...tally.days].toSorted(([a], [b]) => a - b).map(toDay),
    confirmations: tally.speeds,
    total: succeeded + failed + unconfirmed + other,
    succeeded,
    failed,
    unconfirmed,
    agents: [...agents].map((id) => ({ id, name: names.get(id) ?? "" })).toSorted(byName),
    reasons: [...reasons.values()].toSorted(byName),
  };
}

type Group = { day: number; name: string | null; outcome: Outcome; speed: number; count: number };

function countGroups(
  projectId: string,
  part: Stretch,
  narrow: Narrowing,
  offset: number,
  now: number,
): Promise<Group[]> {
  const ends = confirmationClasses.map(
    (end, index) => sql`when confirmed_at - requested_at <= ${sql.lit(end)} then ${sql.lit(index)}`,
  );
  return closesWithin(projectId, part)
    .where(narrow)
    .select([
      sql<number>`(requested_at + ${sql.lit(offset * 60_000)}) / ${sql.lit(dayMs)}`.as("day"),
      "reason_name as name",
      sql<Outcome>`case when ${isUnconfirmed(now)} then 'unconfirmed' when ${isFailed} then 'failed'
        when state in ('accepted', 'confirmed') then 'succeeded' else 'other' end`.as("outcome"),
      sql<number>`case when confirmed_at is null then -1 ${sql.join(ends, sql` `)}
        else ${sql.lit(ends.length)} end`.as("speed"),
    ])
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .groupBy(["day", "reason_name", "outcome", "speed"])
    .execute();
}

const findChoices = (projectId: string, part: Stretch) =>
  closesWithin(projectId, part)
    .select(["requested_by as agent", "reason_id as id", "reason_name as name"])
    .distinct()
    .execute();

function add(tally: Tally, { day, name, outcome, speed, count }: Group) {
  const reasons = tally.days.get(day) ?? new Map<string | null, number>();
  tally.days.set(day, reasons.set(name, (reasons.get(name) ?? 0) + count));
  tally[outcome] += count;
  if (speed >= 0) tally.speeds[speed]! += count;
}

const toDay = ([day, reasons]: [number, Map<string | null, number>]) => ({
  day: new Date(day * dayMs).toISOString().slice(0, 10),
  total: [...reasons.values()].reduce((sum, count) => sum + count, 0),
  reasons: [...reasons]
    .map(([name, count]) => ({ name, count }))
    .toSorted((a, b) => b.count - a.count),
});

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);

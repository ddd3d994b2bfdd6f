import { setImmediate } from "node:timers/promises";
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from "kysely";
import type { AuditEntry } from "@/lib/audit/schema";
import type { Scope } from "@/lib/auth/scope";
import type { Database } from "@/lib/db/schema";
import { db } from "@/lib/db/store";
import { requireAdmin } from "@/lib/users/read";
import type { AuditFilter, AuditParams } from "./input";
import { type AuditRow, toEntry } from "./read-entry";
import type { AuditPage } from "./schema";

type Narrowing = (eb: ExpressionBuilder<Database, "audit_log">) => Expression<SqlBool>;
/** Numbers before one and after the other. */
type Stretch = { before: number; after: number };

const perPage = 500;
/** So many rows are looked at in one go: SQLite answers nobody else meanwhile. */
const mostLookedThrough = 10_000;
/** No two desks' clocks are as far apart as that, so numbers follow times with this much room. */
const clockRoomMs = 86_400_000;

/** Newest first. @throws AppError forbidden for all but admins */
export async function listAudit(scope: Scope, params: AuditParams): Promise<AuditPage> {
  requireAdmin(scope);
  const { cursor, limit, ...filter } = params;
  const stretch = await findStretch(filter, cursor);
  const found = await walk(filter, stretch, limit + 1);
  const page = found.slice(0, limit);
  return {
    items: page.map(toEntry),
    nextCursor: found.length > limit ? String(page.at(-1)!.seq) : null,
  };
}

/** All of it that there is now, newest first, page by page as it is asked for. @throws AppError forbidden */
export function readWholeAudit(scope: Scope, filter: AuditFilter): AsyncGenerator<AuditEntry[]> {
  requireAdmin(scope);
  return readPages(filter);
}

async function* readPages(filter: AuditFilter) {
  const stretch = await findStretch(filter);
  for (;;) {
    const found = await walk(filter, stretch, perPage);
    if (found.length > 0) yield found.map(toEntry);
    if (found.length < perPage) return;
    stretch.before = found.at(-1)!.seq;
  }
}

/** The numbers that a time can have, by the index of times. */
async function findStretch({ from, to }: AuditFilter, cursor?: number): Promise<Stretch> {
  const times = () => db().selectFrom("audit_log").select("seq");
  const first =
    from === undefined
      ? undefined
      : await times()
          .where("at", "<", from - clockRoomMs)
          .orderBy("at", "desc")
          .limit(1)
          .executeTakeFirst();
  const last =
    to === undefined
      ? undefined
      : await times()
          .where("at", ">=", to + clockRoomMs)
          .orderBy("at")
          .limit(1)
          .executeTakeFirst();
  const end = last?.seq ?? Number.MAX_SAFE_INTEGER;
  return { before: Math.min(end, cursor ?? end), after: first?.seq ?? 0 };
}

/** The newest of a stretch. Where few match many are looked through, with room for others in between. */
async function walk(filter: AuditFilter, { before, after }: Stretch, limit: number) {
  const lanes = lanesOf(filter);
  const narrow = narrowBy(filter);
  if (!needsLooking(filter)) return findNewest(lanes, { before, after }, narrow, limit);
  const each = Math.ceil(mostLookedThrough / lanes.length);
  const found: AuditRow[] = [];
  let start: number | undefined = before;
  while (start !== undefined && found.length < limit) {
    const stops = lanes.map((lane) => findNth(lane, { before: start!, after }, each));
    const known = (await Promise.all(stops)).filter((stop) => stop !== undefined);
    const stop = known.length > 0 ? Math.max(...known) : undefined;
    const part = { before: start, after: stop === undefined ? after : stop - 1 };
    found.push(...(await findNewest(lanes, part, narrow, limit - found.length)));
    start = stop;
    await setImmediate();
  }
  return found;
}

/** What one index has in the order of the numbers: several actions are a lane each. The rarest first. */
function lanesOf({ subject, result, action, actor, project }: AuditFilter): Narrowing[] {
  if (subject !== undefined) return [(eb) => eb("subject_id", "=", subject)];
  if (result !== undefined && result !== "done") return [() => isTrouble];
  if (action !== undefined)
    return action.map(
      (one): Narrowing =>
        (eb) =>
          eb("action", "=", one),
    );
  if (actor !== undefined) return [(eb) => eb("actor_id", "=", actor)];
  if (project !== undefined) return [(eb) => eb("project_id", "=", project)];
  return [(eb) => eb.and([])];
}

/** Whether a lane holds rows that don't match. */
function needsLooking({ subject, result, action, actor, project, address }: AuditFilter) {
  const ofLanes = [subject, action, actor, project].filter((value) => value !== undefined);
  return ofLanes.length > 1 || result !== undefined || address !== undefined;
}

/** In the words of the partial index audit_log_trouble, or no planner sees that it serves. */
const isTrouble = sql<boolean>`result <> 'done'`;

const narrowBy =
  ({ subject, result, action, actor, project, address, from, to }: AuditFilter): Narrowing =>
  (eb) =>
    eb.and([
      ...(subject === undefined ? [] : [eb("subject_id", "=", subject)]),
      ...(result === undefined ? [] : [eb("result", "=", result)]),
      ...(action === undefined ? [] : [eb("action", "in", action)]),
      ...(actor === undefined ? [] : [eb("actor_id", "=", actor)]),
      ...(project === undefined ? [] : [eb("project_id", "=", project)]),
      ...(address === undefined ? [] : [eb("address", "=", address)]),
      ...(from === undefined ? [] : [eb("at", ">=", from)]),
      ...(to === undefined ? [] : [eb("at", "<", to)]),
    ]);

const within = (lane: Narrowing, { before, after }: Stretch) =>
  db()
    .selectFrom("audit_log")
    .where(lane)
    .where("seq", "<", before)
    .where("seq", ">", after)
    .orderBy("seq", "desc");

const findNth = async (lane: Narrowing, stretch: Stretch, nth: number) =>
  (await within(lane, stretch).select("seq").limit(1).offset(nth).executeTakeFirst())?.seq;

async function findNewest(lanes: Narrowing[], part: Stretch, narrow: Narrowing, limit: number) {
  const found: AuditRow[] = [];
  for (const lane of lanes)
    found.push(...(await within(lane, part).where(narrow).selectAll().limit(limit).execute()));
  return found.toSorted((a, b) => b.seq - a.seq).slice(0, limit);
}

import { setImmediate } from "node:timers/promises";
import type { Scope } from "@/lib/auth/scope";
import { toCloses } from "@/lib/conversations/read";
import { visibleProjects } from "@/lib/conversations/read-list";
import { db } from "@/lib/db/store";
import { AppError } from "@/lib/errors";
import type { LogFilter, LogParams } from "./input";
import { isUnsure, type Narrowing, narrowBy, needsAttention } from "./narrow-closes";
import {
  closesWithin,
  mostLookedThrough,
  type Position,
  type Stretch,
  wholeStretch,
} from "./read-stretch";
import type { LogEntry, LogPage } from "./schema";

/** What needs attention comes first; "all" is the same rows without that difference. */
type Group = "attention" | "rest" | "all";
type Place = { group: Group; before: Position };
/** `asOf` is when the reading began: what needs attention by the clock alone stays in its group while one pages. */
type Log = { projectIds: string[]; filter: LogFilter; asOf: number };

const perPage = 500;

/** @throws AppError not_found for a project one may not see, bad_input for a foreign cursor */
export async function listCloses(scope: Scope, params: LogParams): Promise<LogPage> {
  const { cursor, limit, ...filter } = params;
  const projectIds = await visibleProjects(scope, filter.project);
  const { asOf, ...place } =
    cursor === undefined
      ? { asOf: Date.now(), group: "attention" as const, before: wholeStretch(filter).before }
      : parseCursor(cursor);
  const { found, next } = await findPage({ projectIds, filter, asOf }, place, limit);
  return { items: await loadEntries(found, asOf), nextCursor: next && formatCursor(asOf, next) };
}

/** Everything, newest first, page by page as it is asked for. @throws AppError not_found before the first */
export async function readWholeLog(
  scope: Scope,
  filter: LogFilter,
): Promise<AsyncGenerator<LogEntry[]>> {
  const projectIds = await visibleProjects(scope, filter.project);
  return readPages({ projectIds, filter, asOf: Date.now() });
}

async function* readPages(log: Log) {
  let place: Place | null = { group: "all", before: wholeStretch(log.filter).before };
  while (place) {
    const { found, next } = await findPage(log, place, perPage);
    yield await loadEntries(found, log.asOf);
    place = next;
  }
}

type Page = { found: Position[]; next: Place | null };

async function findPage(log: Log, start: Place, limit: number): Promise<Page> {
  const rows = await walk(log, start, limit + 1);
  const found = rows.slice(0, limit);
  if (rows.length > limit)
    return { found, next: { ...start, before: found.at(-1) ?? start.before } };
  if (start.group !== "attention") return { found, next: null };
  const rest = { group: "rest" as const, before: wholeStretch(log.filter).before };
  const more = await findPage(log, rest, limit - found.length);
  return { found: [...found, ...more.found], next: more.next };
}

/** The next of a group. Where few match many are looked through, with room for others in between. */
async function walk({ projectIds, filter, asOf }: Log, { group, before }: Place, limit: number) {
  const { downTo } = wholeStretch(filter);
  const narrow = narrowBy(filter, asOf);
  const inGroup: Record<Group, Narrowing> = {
    attention: (eb) => eb.and([isUnsure, needsAttention(asOf), narrow(eb)]),
    rest: (eb) => eb.and([eb.not(needsAttention(asOf)), narrow(eb)]),
    all: narrow,
  };
  const inIndex: Narrowing = group === "attention" ? () => isUnsure : (eb) => eb.and([]);
  const each = Math.ceil(mostLookedThrough / Math.max(projectIds.length, 1));
  const found: Position[] = [];
  let start: Position | undefined = before;
  while (start && found.length < limit) {
    const rest: Stretch = { before: start, downTo };
    const [stop] = await findNewest(projectIds, rest, inIndex, 1, each);
    const part = { before: start, downTo: stop ?? downTo };
    found.push(...(await findNewest(projectIds, part, inGroup[group], limit - found.length)));
    start = stop;
    await setImmediate();
  }
  return found;
}

/** Each project is a part that walks its own stretch of the index. */
async function findNewest(
  projectIds: string[],
  stretch: Stretch,
  narrow: Narrowing,
  limit: number,
  skip = 0,
): Promise<Position[]> {
  const found: Position[] = [];
  // SQLite takes at most 500 of them in one statement.
  for (let start = 0; start < projectIds.length; start += 100) {
    const [first, ...rest] = projectIds.slice(start, start + 100).map((projectId) => {
      const part = closesWithin(projectId, stretch)
        .select(["requested_at as at", "id"])
        .where(narrow)
        .orderBy("requested_at", "desc")
        .orderBy("id", "desc")
        .limit(limit)
        .offset(skip);
      return db().selectFrom(part.as("part")).selectAll();
    });
    found.push(...(await rest.reduce((all, part) => all.unionAll(part), first!).execute()));
  }
  return found.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)).slice(0, limit);
}

async function loadEntries(found: Position[], asOf: number): Promise<LogEntry[]> {
  if (found.length === 0) return [];
  const rows = await db()
    .selectFrom("closes")
    .innerJoin("conversations", "conversations.id", "closes.conversation_id")
    .selectAll("closes")
    .innerJoin("projects", "projects.id", "closes.project_id")
    .select(["contact_id", "contact_name", "projects.name as project_name"])
    .select((eb) => eb.case().when(needsAttention(asOf)).then(1).else(0).end().as("attention"))
    .where(
      "closes.id",
      "in",
      found.map(({ id }) => id),
    )
    .execute();
  const closes = await toCloses(rows);
  const entries = rows.map((row, index) => ({
    close: closes[index]!,
    projectId: row.project_id,
    projectName: row.project_name,
    contact: { id: row.contact_id, name: row.contact_name },
    needsAttention: row.attention === 1,
  }));
  const byId = new Map(entries.map((entry) => [entry.close.id, entry]));
  return found.flatMap(({ id }) => byId.get(id) ?? []);
}

const formatCursor = (asOf: number, { group, before }: Place) =>
  `${asOf}.${group}.${before.at}.${before.id}`;

function parseCursor(text: string): Place & { asOf: number } {
  const [, asOf, group, at, id] =
    /^(\d{1,16})\.(attention|rest)\.(\d{1,16})\.([\w-]{0,100})$/.exec(text) ?? [];
  if (id === undefined) {
    throw new AppError("bad_input", "This cursor is not one of ours. Start from the first page.", {
      fields: { cursor: ["Not a cursor."] },
    });
  }
  return { asOf: Number(asOf), group: group as Group, before: { at: Number(at), id } };
}

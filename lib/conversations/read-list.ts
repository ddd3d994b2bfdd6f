import { type Expression, type ExpressionBuilder, type SqlBool, sql } from "kysely";
import type { Scope } from "@/lib/auth/scope";
import { seesProject } from "@/lib/auth/scope";
import { likePattern } from "@/lib/db/like-pattern";
import type { Database } from "@/lib/db/schema";
import { db, store } from "@/lib/db/store";
import { AppError, notFound } from "@/lib/errors";
import { foldText } from "@/lib/i18n/fold-text";
import { livePosition } from "@/lib/live/read";
import type { ListParams, MatchParams } from "./input";
import { toConversations } from "./read";
import { countMentioned, seenBy } from "./read-mentions";
import { type ConversationPage, type Counts, mostMatches, type Sort } from "./schema";

type Bucket = "open" | "closing" | "closed" | "after";

const bucketsOf: Record<"inbox" | NonNullable<ListParams["status"]>, Bucket[]> = {
  inbox: ["open", "closing", "after"],
  open: ["open"],
  closing: ["closing"],
  closed: ["closed", "after"],
  all: ["open", "closing", "closed", "after"],
};

const columnOf = { activity: "activity_at", waiting: "waiting_sort", opened: "opened_at" } as const;
const directionOf: Record<Sort, "asc" | "desc"> = {
  activity: "desc",
  waiting: "asc",
  opened: "desc",
};

/** More matches than this, and walking the list in its order finds a page sooner than sorting them all. */
const fewMatches = 4_000;
/** Under three letters no index helps: a page looks through so many rows, and the next one goes on from there. */
const mostLookedThrough = 5_000;

type Position = { n: number; at: number };
type Range = {
  projectIds: string[];
  buckets: Bucket[];
  sort: Sort;
  after?: Position | undefined;
  upTo?: Position | undefined;
};
type Narrowing = (eb: ExpressionBuilder<Database, "conversations">) => Expression<SqlBool>;

/** A page of what the viewer may see. `live` is where his stream should start: read before the rows, so nothing is missed. */
export async function listConversations(
  scope: Scope,
  params: ListParams,
): Promise<ConversationPage> {
  const [live, projectIds] = await Promise.all([
    livePosition(),
    visibleProjects(scope, params.project),
  ]);
  const { sort, limit } = params;
  const range: Range = {
    projectIds,
    buckets: bucketsOf[params.status ?? "inbox"],
    sort,
    after: params.cursor === undefined ? undefined : parseCursor(params.cursor),
  };
  const narrow = ofAssignee(params.assignee === "me" ? scope.agentId : params.assignee);
  const text = params.q === undefined ? "" : foldText(params.q);
  const { rows, stoppedAt } =
    text === ""
      ? { rows: await walk(range, narrow, limit + 1), stoppedAt: undefined }
      : await search(range, narrow, limit + 1, text);
  const page = rows.slice(0, limit);
  const next = rows.length > limit ? page.at(-1) : stoppedAt;
  return {
    items: await loadInOrder(
      scope,
      page.map((row) => row.n),
    ),
    nextCursor: next ? `${next.at}.${next.n}` : null,
    live,
  };
}

/** Each project and bucket is a part that walks its own stretch of the index. */
async function walk(range: Range, narrow: Narrowing, limit: number, skip = 0) {
  const { sort, after, upTo } = range;
  const column = columnOf[sort];
  const direction = directionOf[sort];
  const [beyond, before] = direction === "desc" ? [sql`<`, sql`>=`] : [sql`>`, sql`<=`];
  const parts = range.projectIds.flatMap((projectId) =>
    range.buckets.map((bucket) =>
      db()
        .selectFrom("conversations")
        .select(["n", `${column} as at`])
        .where("project_id", "=", projectId)
        .where("bucket", "=", bucket)
        .$if(after !== undefined, (part) =>
          part.where(sql<boolean>`(${sql.ref(column)}, n) ${beyond} (${after?.at}, ${after?.n})`),
        )
        .$if(upTo !== undefined, (part) =>
          part.where(sql<boolean>`(${sql.ref(column)}, n) ${before} (${upTo?.at}, ${upTo?.n})`),
        )
        .where(narrow)
        .orderBy(column, direction)
        .orderBy("n", direction)
        .limit(limit)
        .offset(skip),
    ),
  );
  // SQLite takes at most 500 of them in one statement.
  const found: Position[] = [];
  for (let start = 0; start < parts.length; start += 100) {
    const [first, ...rest] = parts
      .slice(start, start + 100)
      .map((part) => db().selectFrom(part.as("part")).selectAll());
    found.push(...(await rest.reduce((all, part) => all.unionAll(part), first!).execute()));
  }
  return inOrder(found, sort).slice(0, limit);
}

/** `stoppedAt` is where the looking ended, when that was before the end of the list. */
async function search(range: Range, narrow: Narrowing, limit: number, text: string) {
  const holdsText: Narrowing = (eb) =>
    eb.and([narrow(eb), sql<boolean>`search_text like ${likePattern(text)} escape '\\'`]);
  if ([...text].length < 3) {
    const each = Math.ceil(mostLookedThrough / Math.max(range.projectIds.length, 1));
    const [stoppedAt] = await walk(range, ofAssignee(undefined), 1, each);
    return { rows: await walk({ ...range, upTo: stoppedAt }, holdsText, limit), stoppedAt };
  }
  const matches = await findMatches(range, narrow, text);
  const rows = matches?.slice(0, limit) ?? (await walk(range, holdsText, limit));
  return { rows, stoppedAt: undefined };
}

/** All that match, in the list's order, or undefined where they are too many. */
async function findMatches(range: Range, narrow: Narrowing, text: string) {
  const { projectIds, buckets, sort, after } = range;
  const rows = await db()
    .selectFrom("conversations")
    .select(["n", `${columnOf[sort]} as at`, "bucket"])
    .select((eb) => eb.case().when(narrow(eb)).then(1).else(0).end().as("wanted"))
    .where(store().engine.searchMatches(text))
    .where("project_id", "in", [...projectIds, ""])
    .limit(fewMatches + 1)
    .execute();
  if (rows.length > fewMatches) return undefined;
  const wanted = rows.filter(
    (row) =>
      row.wanted === 1 && buckets.includes(row.bucket) && (!after || compare(row, after, sort) > 0),
  );
  return inOrder(wanted, sort);
}

/** All that a list with these parameters would show, newest activity first; at most `most`. @throws AppError not_found */
export async function listMatches(
  scope: Scope,
  params: MatchParams,
  most: number,
): Promise<{ id: string; projectId: string }[]> {
  const rows = await matches(await visibleProjects(scope, params.project), scope, params)
    .limit(most)
    .select(["id", "project_id"])
    .orderBy("activity_at", "desc")
    .execute();
  return rows.map((row) => ({ id: row.id, projectId: row.project_id }));
}

/** Exact to `mostMatches`, then one more. @throws AppError not_found */
export async function countMatches(scope: Scope, params: MatchParams): Promise<number> {
  const some = matches(await visibleProjects(scope, params.project), scope, params)
    .select("id")
    .limit(mostMatches + 1);
  const { count } = await db()
    .selectFrom(some.as("some"))
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

function matches(projectIds: string[], scope: Scope, { status, assignee, q }: MatchParams) {
  const text = q === undefined ? "" : foldText(q);
  return db()
    .selectFrom("conversations")
    .where("project_id", "in", [...projectIds, ""])
    .where("bucket", "in", bucketsOf[status ?? "inbox"])
    .where(ofAssignee(assignee === "me" ? scope.agentId : assignee))
    .$if(text !== "", (query) => query.where(store().engine.searchMatches(text)));
}

const ofAssignee =
  (wanted: string | undefined): Narrowing =>
  (eb) => {
    if (wanted === undefined) return eb.and([]);
    return wanted === "none" ? eb("assignee_id", "is", null) : eb("assignee_id", "=", wanted);
  };

const compare = (a: Position, b: Position, sort: Sort) =>
  (directionOf[sort] === "desc" ? -1 : 1) * (a.at - b.at || a.n - b.n);

const inOrder = <T extends Position>(rows: T[], sort: Sort) =>
  rows.sort((a, b) => compare(a, b, sort));

async function loadInOrder(scope: Scope, ns: number[]) {
  if (ns.length === 0) return [];
  const rows = await db().selectFrom("conversations").selectAll().where("n", "in", ns).execute();
  const order = new Map(ns.map((n, index) => [n, index]));
  rows.sort((a, b) => order.get(a.n)! - order.get(b.n)!);
  return toConversations(scope, rows);
}

export async function visibleProjects(scope: Scope, wanted: string | undefined): Promise<string[]> {
  if (wanted !== undefined) {
    const known =
      seesProject(scope, wanted) &&
      (await db().selectFrom("projects").select("id").where("id", "=", wanted).executeTakeFirst());
    if (!known) throw notFound("project");
    return [wanted];
  }
  let query = db().selectFrom("projects").select("id").where("archived_at", "is", null);
  if (scope.projectIds !== "all") query = query.where("id", "in", [...scope.projectIds, ""]);
  return (await query.execute()).map((row) => row.id);
}

function parseCursor(text: string): Position {
  const [, at, n] = /^(\d{1,16})\.(\d{1,16})$/.exec(text) ?? [];
  if (at === undefined || n === undefined) {
    throw new AppError("bad_input", "This cursor is not one of ours. Start from the first page.", {
      fields: { cursor: ["Not a cursor."] },
    });
  }
  return { at: Number(at), n: Number(n) };
}

/** Each exact to 999, then 1000. */
export async function countConversations(
  scope: Scope,
  project: string | undefined,
): Promise<Counts> {
  const projectIds = await visibleProjects(scope, project);
  const most = 1_000;
  const count = async (buckets: Bucket[], narrow: Narrowing = ofAssignee(undefined)) => {
    let total = 0;
    for (const projectId of projectIds) {
      if (total >= most) break;
      const some = db()
        .selectFrom("conversations")
        .select(sql.lit(1).as("one"))
        .where("project_id", "=", projectId)
        .where("bucket", "in", buckets)
        .where(narrow)
        .limit(most);
      const { count } = await db()
        .selectFrom(some.as("some"))
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .executeTakeFirstOrThrow();
      total += Number(count);
    }
    return Math.min(total, most);
  };
  const [inbox, open, closing, closed, mine, unassigned, unread, mentioned] = await Promise.all([
    count(bucketsOf.inbox),
    count(bucketsOf.open),
    count(bucketsOf.closing),
    count(bucketsOf.closed),
    count(bucketsOf.inbox, ofAssignee(scope.agentId)),
    count(bucketsOf.inbox, ofAssignee("none")),
    count(bucketsOf.inbox, (eb) =>
      eb.and([ofAssignee(scope.agentId)(eb), eb("in_count", ">", seenBy(scope.agentId))]),
    ),
    countMentioned(scope, projectIds, most),
  ]);
  return { inbox, open, closing, closed, mine, unassigned, unread, mentioned };
}

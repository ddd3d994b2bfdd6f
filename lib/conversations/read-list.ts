import { type ExpressionBuilder, sql } from "kysely";
import type { Scope } from "@/lib/auth/scope";
import { seesProject } from "@/lib/auth/scope";
import type { Database } from "@/lib/db/schema";
import { db, store } from "@/lib/db/store";
import { AppError, notFound } from "@/lib/errors";
import { livePosition } from "@/lib/live/read";
import { foldText } from "./fold-text";
import type { ListParams } from "./input";
import { findRow, toMessages, toShared, withUnread } from "./read";
import type { ConversationPage, Counts, MessagePage, Sort } from "./schema";

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
const fewMatches = 1_000;

type Cursor = { at: number; n: number };

/** A page of what the viewer may see. `live` is where his stream should start: read before the rows, so nothing is missed. */
export async function listConversations(
  scope: Scope,
  params: ListParams,
): Promise<ConversationPage> {
  const live = await livePosition();
  const projectIds = await visibleProjects(scope, params.project);
  const cursor = params.cursor === undefined ? undefined : parseCursor(params.cursor);
  const column = columnOf[params.sort];
  const direction = directionOf[params.sort];
  const narrow = await narrowing(scope, projectIds, params);

  const parts = projectIds.flatMap((projectId) =>
    bucketsOf[params.status ?? "inbox"].map((bucket) => {
      let part = db()
        .selectFrom("conversations")
        .select(["n", `${column} as sort_value`])
        .where("project_id", "=", projectId)
        .where("bucket", "=", bucket);
      if (cursor) {
        const comparison = direction === "desc" ? sql`<` : sql`>`;
        part = part.where(
          sql<boolean>`(${sql.ref(column)}, n) ${comparison} (${cursor.at}, ${cursor.n})`,
        );
      }
      return part
        .where(narrow)
        .orderBy(column, direction)
        .orderBy("n", direction)
        .limit(params.limit + 1);
    }),
  );
  // Each part walks its own index; SQLite takes at most 500 of them in one statement.
  const found: { n: number; sort_value: number }[] = [];
  for (let start = 0; start < parts.length; start += 100) {
    const [first, ...rest] = parts
      .slice(start, start + 100)
      .map((part) => db().selectFrom(part.as("part")).selectAll());
    found.push(...(await rest.reduce((all, part) => all.unionAll(part), first!).execute()));
  }
  const sign = direction === "desc" ? -1 : 1;
  found.sort((a, b) => sign * (a.sort_value - b.sort_value || a.n - b.n));
  const page = found.slice(0, params.limit);
  const last = page.at(-1);
  return {
    items: await loadInOrder(
      scope,
      page.map((row) => row.n),
    ),
    nextCursor: last && found.length > params.limit ? `${last.sort_value}.${last.n}` : null,
    live,
  };
}

async function loadInOrder(scope: Scope, ns: number[]) {
  if (ns.length === 0) return [];
  const rows = await db().selectFrom("conversations").selectAll().where("n", "in", ns).execute();
  const order = new Map(ns.map((n, index) => [n, index]));
  rows.sort((a, b) => order.get(a.n)! - order.get(b.n)!);
  return withUnread(scope, rows, await toShared(rows));
}

type Narrowing = (eb: ExpressionBuilder<Database, "conversations">) => ReturnType<typeof eb.and>;

/** What a row must fulfil besides its project and bucket. */
async function narrowing(
  scope: Scope,
  projectIds: string[],
  params: ListParams,
): Promise<Narrowing> {
  const text = params.q === undefined ? "" : foldText(params.q);
  const ids = text === "" ? undefined : await matches(projectIds, text);
  return (eb) =>
    eb.and([
      ...(params.assignee === undefined
        ? []
        : params.assignee === "none"
          ? [eb("assignee_id", "is", null)]
          : [eb("assignee_id", "=", params.assignee === "me" ? scope.agentId : params.assignee)]),
      ...(ids === undefined
        ? []
        : ids === "many"
          ? [sql<boolean>`search_text like ${`%${text.replace(/[\\%_]/g, "\\$&")}%`} escape '\\'`]
          : [eb("n", "in", ids.length > 0 ? ids : [-1])]),
    ]);
}

async function matches(projectIds: string[], text: string): Promise<number[] | "many"> {
  if ([...text].length < 3) return "many";
  const rows = await db()
    .selectFrom("conversations")
    .select("n")
    .where(store().engine.searchMatches(text))
    .where("project_id", "in", [...projectIds, ""])
    .limit(fewMatches + 1)
    .execute();
  return rows.length > fewMatches ? "many" : rows.map((row) => row.n);
}

async function visibleProjects(scope: Scope, wanted: string | undefined): Promise<string[]> {
  if (wanted !== undefined) {
    if (!seesProject(scope, wanted)) throw notFound("project");
    return [wanted];
  }
  let query = db().selectFrom("projects").select("id").where("archived_at", "is", null);
  if (scope.projectIds !== "all") query = query.where("id", "in", [...scope.projectIds, ""]);
  return (await query.execute()).map((row) => row.id);
}

function parseCursor(text: string): Cursor {
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
  const count = async (buckets: Bucket[], narrow: Narrowing = (eb) => eb.and([])) => {
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
  const { inbox } = bucketsOf;
  return {
    inbox: await count(inbox),
    open: await count(["open"]),
    closing: await count(["closing"]),
    closed: await count(["closed", "after"]),
    mine: await count(inbox, (eb) => eb.and([eb("assignee_id", "=", scope.agentId)])),
    unassigned: await count(inbox, (eb) => eb.and([eb("assignee_id", "is", null)])),
  };
}

/** The newest page first, each in time order. @throws AppError not_found, bad_input */
export async function listMessages(
  scope: Scope,
  conversationId: string,
  params: { before?: string | undefined; limit: number },
): Promise<MessagePage> {
  await findRow(db(), scope, conversationId);
  let query = db()
    .selectFrom("messages")
    .selectAll()
    .where("conversation_id", "=", conversationId)
    .orderBy("sort_at", "desc")
    .orderBy("id", "desc")
    .limit(params.limit + 1);
  if (params.before !== undefined) {
    const [, at, id] = /^(\d{1,16})\.([\w-]{1,100})$/.exec(params.before) ?? [];
    if (at === undefined || id === undefined)
      throw new AppError("bad_input", "This cursor is not one of ours.");
    query = query.where(sql<boolean>`(sort_at, id) < (${Number(at)}, ${id})`);
  }
  const rows = await query.execute();
  const page = rows.slice(0, params.limit);
  const first = page.at(-1);
  return {
    items: await toMessages(page.reverse()),
    nextCursor: first && rows.length > params.limit ? `${first.sort_at}.${first.id}` : null,
  };
}

import { type Expression, type ExpressionBuilder, type SqlBool, sql } from "kysely";
import type { Database } from "@/lib/db/schema";
import { db } from "@/lib/db/store";
import type { DeliveryFilter } from "./input";

/** Where a row stands in the list. */
export type Place = { at: number; id: string };

/** SQLite takes at most 500 parts in one statement. */
const mostParts = 100;

type Narrowing = (eb: ExpressionBuilder<Database, "deliveries">) => Expression<SqlBool>;

/** The next of what was taken, newest first: each project is a part that walks an index of its own. */
export function findTaken(
  projectIds: string[],
  filter: DeliveryFilter,
  before: Place,
  limit: number,
): Promise<Place[]> {
  if (filter.verdict === "refused") return Promise.resolve([]);
  const { q = "", from = 0 } = filter;
  const narrow = narrowBy(filter);
  const ids = q === "" ? [undefined] : searched.map((column) => [column, q] as const);
  // A sum can't be walked in order: a planner would rather do that than go by the id, and look through everything.
  const at = q === "" ? sql.ref<number>("received_at") : sql<number>`(received_at + 0)`;
  const parts = projectIds.flatMap((projectId) =>
    ids.map((wanted) =>
      db()
        .selectFrom("deliveries")
        .select(["received_at as at", "id"])
        .where("project_id", "=", projectId)
        .$if(wanted !== undefined, (part) => part.where(...equals(wanted!)))
        .where(sql<boolean>`(${at}, id) < (${before.at}, ${before.id})`)
        .where(at, ">=", from)
        .where(narrow)
        .orderBy(at, "desc")
        .orderBy("id", "desc")
        .limit(limit),
    ),
  );
  return newestOf(parts, limit);
}

/** Each of them has its index. */
const searched = ["jelou_conversation_id", "contact_id", "jelou_message_id"] as const;

const equals = ([column, q]: readonly [(typeof searched)[number], string]) =>
  [column, "=", q] as const;

type Part = ReturnType<typeof partOf>;
const partOf = () => db().selectFrom("deliveries").select(["received_at as at", "id"]);

async function newestOf(parts: Part[], limit: number): Promise<Place[]> {
  const found = new Map<string, Place>();
  for (let start = 0; start < parts.length; start += mostParts) {
    const [first, ...rest] = parts
      .slice(start, start + mostParts)
      .map((part) => db().selectFrom(part.as("part")).selectAll());
    const rows = await rest.reduce((all, part) => all.unionAll(part), first!).execute();
    for (const row of rows) found.set(row.id, row);
  }
  return [...found.values()].sort(newestFirst).slice(0, limit);
}

export const newestFirst = (a: Place, b: Place) => b.at - a.at || (a.id < b.id ? 1 : -1);

/** In the words of the partial indexes, or no planner sees that they serve. */
const narrowBy =
  ({ kind, verdict }: DeliveryFilter): Narrowing =>
  (eb) =>
    eb.and([
      ...(kind === undefined ? [] : [eb("kind", "=", kind)]),
      ...(verdict === "quarantined" ? [sql<boolean>`verdict = 'quarantined'`] : []),
      ...(verdict === "stored" ? [sql<boolean>`verdict = 'stored'`] : []),
      ...(verdict === "duplicate" ? [sql<boolean>`(repeats > 0 or verdict = 'duplicate')`] : []),
    ]);

/** The next of what was refused, newest first; of no project here too, where none is asked for. */
export async function findRefused(
  projectIds: string[],
  { project, verdict, kind, q, from = 0 }: DeliveryFilter,
  before: Place,
  limit: number,
): Promise<Place[]> {
  if ((verdict ?? "refused") !== "refused" || kind !== undefined || q) return [];
  return db()
    .selectFrom("refusals")
    .select(["last_at as at", "id"])
    .where(sql<boolean>`(last_at, id) < (${before.at}, ${before.id})`)
    .where("last_at", ">=", from)
    .$if(project !== undefined, (query) => query.where("project_id", "in", projectIds))
    .orderBy("last_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

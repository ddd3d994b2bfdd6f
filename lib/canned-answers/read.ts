import type { ExpressionBuilder, Selectable } from "kysely";
import type { Scope } from "@/lib/auth/scope";
import type { Db, Tx } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import { db } from "@/lib/db/store";
import { notFound } from "@/lib/errors";
import { requireProject } from "@/lib/projects/read-setup";
import { compareAnswers } from "./compare-answers";
import type { CannedAnswer } from "./schema";

type Row = Selectable<Database["canned_answers"]>;

/**
 * One's own, and those of the project if one is named: by shortcut, of equal ones one's own first.
 * @throws AppError not_found for a project one may not see
 */
export async function listAnswers(scope: Scope, projectId?: string): Promise<CannedAnswer[]> {
  if (projectId !== undefined) await requireProject(scope, projectId);
  const rows = await db()
    .selectFrom("canned_answers")
    .selectAll()
    .where((where) =>
      where.or([
        where("owner_id", "=", scope.agentId),
        ...(projectId === undefined ? [] : [where("project_id", "=", projectId)]),
      ]),
    )
    .execute();
  return rows.map(toAnswer).toSorted(compareAnswers);
}

/** One that the scope may use. @throws AppError not_found */
export async function findAnswer(connection: Db | Tx, scope: Scope, id: string) {
  const row = await connection
    .selectFrom("canned_answers")
    .selectAll()
    .where("id", "=", id)
    .where(isSeenBy(scope))
    .executeTakeFirst();
  if (!row) throw notFound("canned answer");
  return toAnswer(row);
}

/** One's own, and those of one's projects. */
export const isSeenBy = (scope: Scope) => (where: ExpressionBuilder<Database, "canned_answers">) =>
  where.or([
    where("owner_id", "=", scope.agentId),
    scope.projectIds === "all"
      ? where("project_id", "is not", null)
      : where("project_id", "in", [...scope.projectIds, ""]),
  ]);

const toAnswer = (row: Row): CannedAnswer => ({
  id: row.id,
  projectId: row.project_id,
  shortcut: row.shortcut,
  text: row.text,
  usageCount: row.usage_count,
});

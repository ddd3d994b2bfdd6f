import { v7 as uuid } from "uuid";
import type { Scope } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/open";
import { db, write } from "@/lib/db/store";
import { AppError, notFound } from "@/lib/errors";
import { appendLive } from "@/lib/live/write";
import { requireProject } from "@/lib/projects/read-setup";
import type { AnswerChange, NewAnswer } from "./input";
import { findAnswer, isSeenBy } from "./read";
import { type CannedAnswer, mostAnswers } from "./schema";

/** @throws AppError not_found, forbidden, conflict for a shortcut that is taken or when there are too many */
export async function createAnswer(scope: Scope, input: NewAnswer): Promise<CannedAnswer> {
  const { projectId = null, shortcut, text } = input;
  const id = uuid();
  const now = Date.now();
  return write(async (tx) => {
    if (projectId !== null) await requireProject(scope, projectId, tx);
    requireWriter(scope, projectId);
    await requireRoom(tx, scope, projectId);
    await requireFreeShortcut(tx, scope, projectId, shortcut);
    await tx
      .insertInto("canned_answers")
      .values({
        id,
        project_id: projectId,
        owner_id: projectId === null ? scope.agentId : null,
        shortcut,
        text,
        usage_count: 0,
        created_at: now,
        updated_at: now,
      })
      .execute();
    await tellViewers(tx, projectId);
    return findAnswer(tx, scope, id);
  });
}

/** @throws AppError not_found, forbidden, conflict for a shortcut that is taken */
export async function changeAnswer(
  scope: Scope,
  id: string,
  { shortcut, text }: AnswerChange,
): Promise<CannedAnswer> {
  return write(async (tx) => {
    const { projectId } = await findWritable(tx, scope, id);
    if (shortcut !== undefined) await requireFreeShortcut(tx, scope, projectId, shortcut, id);
    await tx
      .updateTable("canned_answers")
      .set({
        ...(shortcut === undefined ? {} : { shortcut }),
        ...(text === undefined ? {} : { text }),
        updated_at: Date.now(),
      })
      .where("id", "=", id)
      .execute();
    await tellViewers(tx, projectId);
    return findAnswer(tx, scope, id);
  });
}

/** @throws AppError not_found, forbidden */
export async function deleteAnswer(scope: Scope, id: string) {
  await write(async (tx) => {
    const { projectId } = await findWritable(tx, scope, id);
    await tx.deleteFrom("canned_answers").where("id", "=", id).execute();
    await tellViewers(tx, projectId);
  });
}

/** Nobody is told: it only moves what is used most to the front, the next time. @throws AppError not_found */
export async function countUse(scope: Scope, id: string) {
  const { numUpdatedRows } = await db()
    .updateTable("canned_answers")
    .set((row) => ({ usage_count: row("usage_count", "+", 1) }))
    .where("id", "=", id)
    .where(isSeenBy(scope))
    .executeTakeFirst();
  if (Number(numUpdatedRows) === 0) throw notFound("canned answer");
}

async function findWritable(tx: Tx, scope: Scope, id: string) {
  const answer = await findAnswer(tx, scope, id);
  requireWriter(scope, answer.projectId);
  return answer;
}

function requireWriter(scope: Scope, projectId: string | null) {
  if (projectId !== null && scope.role === "agent")
    throw new AppError(
      "forbidden",
      "Only supervisors and admins change a project's canned answers. You can have your own.",
    );
}

/** Those among which a shortcut is there once: the project's, or one's own. */
const siblings = (tx: Tx, scope: Scope, projectId: string | null) =>
  tx
    .selectFrom("canned_answers")
    .where((where) =>
      projectId === null
        ? where("owner_id", "=", scope.agentId)
        : where("project_id", "=", projectId),
    );

async function requireRoom(tx: Tx, scope: Scope, projectId: string | null) {
  const { count } = await siblings(tx, scope, projectId)
    .select((row) => row.fn.countAll().as("count"))
    .executeTakeFirstOrThrow();
  if (Number(count) < mostAnswers) return;
  const whose = projectId === null ? "You have" : "This project has";
  throw new AppError(
    "conflict",
    `${whose} ${mostAnswers} canned answers, and more there can't be. Delete one first.`,
  );
}

async function requireFreeShortcut(
  tx: Tx,
  scope: Scope,
  projectId: string | null,
  shortcut: string,
  except = "",
) {
  const taken = await siblings(tx, scope, projectId)
    .select("id")
    .where("shortcut", "=", shortcut)
    .where("id", "!=", except)
    .executeTakeFirst();
  if (!taken) return;
  const message = projectId === null ? "You have" : "This project has";
  const words = `${message} a canned answer with this shortcut already.`;
  throw new AppError("conflict", words, { fields: { shortcut: [words] } });
}

/** One's own concern nobody else. */
async function tellViewers(tx: Tx, projectId: string | null) {
  if (projectId !== null) await appendLive(tx, [{ kind: "project", project_id: projectId }]);
}

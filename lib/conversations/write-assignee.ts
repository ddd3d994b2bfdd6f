import { v7 as uuid } from "uuid";
import { type Scope, seesProject } from "@/lib/auth/scope";
import { findScope } from "@/lib/auth/sessions";
import type { Tx } from "@/lib/db/open";
import { write } from "@/lib/db/store";
import { AppError } from "@/lib/errors";
import { appendLive } from "@/lib/live/write";
import type { ConversationRow } from "./fold-event";
import { findRow, getConversation } from "./read";
import { changeConversation } from "./save-conversation";
import type { Conversation } from "./schema";
import { tell } from "./write-story";

/**
 * Gives it to somebody, to oneself ("me"), or to nobody, whoever has it now.
 * @throws AppError not_found; bad_input for somebody who may not work in its project
 */
export async function assignConversation(
  scope: Scope,
  id: string,
  wanted: string | null,
): Promise<Conversation> {
  const userId = wanted === "me" ? scope.agentId : wanted;
  await write(async (tx) => {
    const { n, ...row } = await findRow(tx, scope, id);
    if (userId !== null) await requireColleague(tx, userId, row.project_id);
    await assignTo(tx, row, userId, scope.agentId, Date.now());
  });
  return getConversation(scope, id);
}

/** As part of a larger change; nothing where he has it already. */
export async function assignTo(
  tx: Tx,
  row: ConversationRow,
  userId: string | null,
  byId: string,
  now: number,
) {
  if (row.assignee_id === userId) return;
  await changeConversation(tx, row.id, () => ({ assignee_id: userId }), now);
  await tell(tx, row, { kind: "assigned", by_id: byId, subject_id: userId, note: null }, now);
}

async function requireColleague(tx: Tx, userId: string, projectId: string) {
  const scope = await findScope(tx, userId);
  if (scope && seesProject(scope, projectId)) return;
  const message = "This person can't have it: disabled, or without this project.";
  throw new AppError("bad_input", `userId: ${message}`, { fields: { userId: [message] } });
}

/**
 * Takes from somebody what he has in projects where he may not work any more, but for the closed ones: those keep who had
 * them. Nothing is derived from the assignee, so that one statement does for thousands.
 */
export async function unassignLost(tx: Tx, userId: string, byId: string, now = Date.now()) {
  const scope = await findScope(tx, userId);
  if (scope?.projectIds === "all") return;
  const lost = await tx
    .updateTable("conversations")
    .set((eb) => ({ assignee_id: null, updated_at: now, revision: eb("revision", "+", 1) }))
    .where("assignee_id", "=", userId)
    .where("bucket", "in", ["open", "closing", "after"])
    .where("project_id", "not in", [...(scope?.projectIds ?? []), ""])
    .returning(["id", "project_id"])
    .execute();
  for (let start = 0; start < lost.length; start += mostAtOnce) {
    const some = lost
      .slice(start, start + mostAtOnce)
      .map(({ id, project_id }) => ({ project_id, conversation_id: id }));
    await tx
      .insertInto("story_entries")
      .values(
        some.map((each) => ({
          ...each,
          id: uuid(),
          kind: "assigned" as const,
          by_id: byId,
          subject_id: null,
          note: null,
          at: now,
        })),
      )
      .execute();
    await appendLive(
      tx,
      some.map((each) => ({ ...each, kind: "conversation" })),
      now,
    );
  }
}

/** A statement takes so many values and no more. */
const mostAtOnce = 500;

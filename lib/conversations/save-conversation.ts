import { sql } from "kysely";
import type { Tx } from "@/lib/db/open";
import { notFound } from "@/lib/errors";
import { appendLive } from "@/lib/live/write";
import { answeredUntil, deriveStatus } from "./derive-status";
import type { ConversationRow } from "./fold-event";

/** Changes facts of one conversation, derives the rest, and tells the viewers. @throws AppError not_found */
export async function changeConversation(
  tx: Tx,
  id: string,
  change: (row: ConversationRow) => Partial<ConversationRow>,
  now: number,
): Promise<ConversationRow> {
  const { n, ...row } = await tx
    .selectFrom("conversations")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow(() => notFound("conversation"));
  const changed = { ...row, ...change(row) };
  const next = deriveStatus({
    ...changed,
    waiting_since: await waitingSince(tx, changed),
    updated_at: now,
    revision: row.revision + 1,
  });
  await tx.updateTable("conversations").set(next).where("n", "=", n).execute();
  await appendLive(
    tx,
    [{ kind: "conversation", project_id: row.project_id, conversation_id: id }],
    now,
  );
  return next;
}

/** The earliest message of the customer since the last answer or close. */
export async function waitingSince(tx: Tx, row: ConversationRow): Promise<number | null> {
  const first = await tx
    .selectFrom("messages")
    .select("sort_at")
    .where("conversation_id", "=", row.id)
    .where("direction", "=", "in")
    .where("sort_at", ">", answeredUntil(row))
    .orderBy("sort_at")
    .limit(1)
    .executeTakeFirst();
  return first?.sort_at ?? null;
}

/** Inserts or replaces whole rows by (project, Jelou's conversation id), in one statement. */
export async function saveConversations(tx: Tx, rows: ConversationRow[]) {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]!).filter((column) => column !== "id");
  await tx
    .insertInto("conversations")
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(["project_id", "jelou_id"])
        .doUpdateSet(
          Object.fromEntries(columns.map((column) => [column, sql.ref(`excluded.${column}`)])),
        ),
    )
    .execute();
}

import { db } from "@/lib/db/store";

/** The desk's ids of conversations by Jelou's. */
export async function findIds(jelouIds: string[]) {
  const rows = await db()
    .selectFrom("conversations")
    .select(["id", "jelou_id"])
    .where("jelou_id", "in", jelouIds)
    .execute();
  return new Map(rows.map((row) => [row.jelou_id, row.id]));
}

/** Gives a conversation to somebody. */
export const assign = (id: string, assignee_id: string | null) =>
  db().updateTable("conversations").set({ assignee_id }).where("id", "=", id).execute();

import type { Insertable } from "kysely";
import { v7 as uuid } from "uuid";
import type { Closes } from "@/lib/db/closing-schema";
import { db } from "@/lib/db/store";
import { startPayload } from "./payloads.ts";
import { deliver, insertProject } from "./records.ts";

type Row = Insertable<Closes>;

const confirmed = {
  state: "confirmed",
  active: 0,
  as_of: 0,
  due_at: 0,
  attempts: 1,
  round_attempts: 1,
  had_unknown: 0,
} as const;

/** A close as it was left behind; unless something else is said, a confirmed one. */
export const closeRow = (
  row: Pick<Row, "project_id" | "conversation_id" | "requested_at"> & Partial<Row>,
) => ({ ...confirmed, id: uuid(), requested_by: "agent", ...row }) satisfies Row;

export async function insertCloses(rows: Row[]) {
  for (let start = 0; start < rows.length; start += 200)
    await db()
      .insertInto("closes")
      .values(rows.slice(start, start + 200))
      .execute();
}

/** Two conversations in each of these projects; the second of each is closed. */
export async function insertConversations(...projects: string[]) {
  for (const project of projects) {
    await insertProject(project);
    await deliver(
      startPayload({ project, conversation: `${project}-open`, contact: "u1", name: "Ana" }),
      startPayload({ project, conversation: `${project}-closed`, contact: "u2" }),
    );
  }
  const rows = await db().selectFrom("conversations").select(["id", "jelou_id"]).execute();
  const ids = new Map(rows.map((row) => [row.jelou_id, row.id]));
  await db()
    .updateTable("conversations")
    .set({ status: "closed", bucket: "closed" })
    .where("jelou_id", "like", "%-closed")
    .execute();
  return (jelouId: string) => ids.get(jelouId)!;
}

export const makeCurrent = (conversationId: string, closeId: string | null) =>
  db()
    .updateTable("conversations")
    .set({ close_id: closeId })
    .where("id", "=", conversationId)
    .execute();

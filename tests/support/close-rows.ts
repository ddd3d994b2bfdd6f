import type { Insertable } from "kysely";
import { v7 as uuid } from "uuid";
import type { Closes } from "@/lib/db/schema";
import { db } from "@/lib/db/store";

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

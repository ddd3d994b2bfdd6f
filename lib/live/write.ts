import type { Insertable } from "kysely";
import type { Tx } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";

type LiveEvent = Partial<Insertable<Database["live_events"]>> & {
  kind: Insertable<Database["live_events"]>["kind"];
};

/** Writes down what changed, in the transaction that changes it: viewers hear of it after the commit, never before. */
export async function appendLive(tx: Tx, events: LiveEvent[], now = Date.now()) {
  if (events.length === 0) return;
  const rows = events.map((event) => ({
    project_id: null,
    conversation_id: null,
    message_id: null,
    user_id: null,
    at: now,
    ...event,
  }));
  await tx.insertInto("live_events").values(rows).execute();
}

import type { Selectable } from "kysely";
import { mintProjectScope } from "@/lib/auth/scope";
import { applyEvents } from "@/lib/conversations/write-events";
import type { Tx } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import { AppError } from "@/lib/errors";
import { fromJelou, type JelouEvent, type Reading } from "@/lib/jelou/from-jelou";
import { conflictPrefix, readColumns } from "./write";

type Row = Selectable<Database["deliveries"]>;
type Read = Extract<Reading, { event: JelouEvent }>;

/** Why what was put aside can't be replayed, whatever is mended. */
export function obstacleOf({
  verdict,
  dedupe_key,
  body,
}: Pick<Row, "verdict" | "dedupe_key" | "body">) {
  if (verdict !== "quarantined") return null;
  if (dedupe_key.startsWith(conflictPrefix)) return "conflict";
  return body === null ? "no_body" : null;
}

const obstacles = {
  conflict:
    "Another message of the same id came first, and its content stands. This one can't take its place.",
  no_body: "Its body is no longer kept, so there is nothing to read.",
};

/**
 * Reads what was put aside once more, and applies its event as if it had been understood when it came. Where the event
 * has come by another delivery meanwhile this one is a duplicate, without effect.
 * @throws AppError conflict that says what is still wrong
 */
export async function replay(tx: Tx, row: Row, jelouProjectId: string, replayedBy: string) {
  if (row.verdict !== "quarantined")
    throw new AppError("conflict", "This delivery isn't put aside any more: it has been taken.");
  const obstacle = obstacleOf(row);
  if (obstacle) throw new AppError("conflict", obstacles[obstacle]);
  const reading = fromJelou(Buffer.from(row.body ?? "", row.body_encoding), jelouProjectId);
  if (!reading.event) throw new AppError("conflict", reading.reason);
  const { event } = reading;
  const verdict = (await hasTwin(tx, row, reading)) ? "duplicate" : "stored";
  await tx
    .updateTable("deliveries")
    .set({ ...readColumns(event), verdict, reason: null })
    .set({ replayed_at: Date.now(), replayed_by: replayedBy })
    .$if(verdict === "stored", (update) =>
      // A later copy is told by the key that it has now that it is understood.
      update.set({ dedupe_key: reading.dedupeKey, content_hash: reading.contentHash }),
    )
    .where("id", "=", row.id)
    .execute();
  if (verdict === "stored") {
    const scope = mintProjectScope(row.project_id);
    await applyEvents(tx, [{ scope, event, arrivedAt: row.received_at }]);
  }
  return { verdict, event };
}

async function hasTwin(tx: Tx, row: Row, { dedupeKey, contentHash }: Read): Promise<boolean> {
  const twin = await tx
    .selectFrom("deliveries")
    .select("content_hash")
    .where("project_id", "=", row.project_id)
    .where("dedupe_key", "=", dedupeKey)
    .where("id", "<>", row.id)
    .executeTakeFirst();
  if (twin && twin.content_hash !== contentHash) throw new AppError("conflict", obstacles.conflict);
  return twin !== undefined;
}

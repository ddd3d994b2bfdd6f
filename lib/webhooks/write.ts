import { type Insertable, sql } from "kysely";
import { v7 as uuid } from "uuid";
import type { ProjectScope } from "@/lib/auth/scope";
import { type ArrivedEvent, applyEvents } from "@/lib/conversations/write-events";
import type { Tx } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import type { JelouEvent, Reading } from "@/lib/jelou/from-jelou";

export type Verdict = "stored" | "duplicate" | "quarantined";

export type Delivery = {
  scope: ProjectScope;
  raw: Buffer;
  /** A few of them as JSON, without their secrets. */
  headers: string | null;
  reading: Reading;
  receivedAt: number;
};

type DeliveryRow = Insertable<Database["deliveries"]>;
type Clash = { row: DeliveryRow; event: JelouEvent | undefined };

/**
 * Stores verified deliveries and applies their events, in order. A unique key tells a repeat, which is counted; the same
 * key with other content is put aside, never overwritten.
 */
export async function storeDeliveries(tx: Tx, deliveries: Delivery[]): Promise<Verdict[]> {
  const rows = deliveries.map(toRow);
  const inserted = await insertNew(tx, rows);
  const clashes = rows.flatMap((row, index): Clash[] =>
    inserted.has(row.id) ? [] : [{ row, event: deliveries[index]!.reading.event }],
  );
  const settled = await settleClashes(tx, clashes);
  const verdicts = rows.map((row) => settled.get(row) ?? row.verdict);
  const arrived = deliveries.flatMap(({ scope, reading, receivedAt }, index): ArrivedEvent[] =>
    reading.event && verdicts[index] === "stored"
      ? [{ scope, event: reading.event, arrivedAt: receivedAt }]
      : [],
  );
  await applyEvents(tx, arrived);
  return verdicts;
}

/** A repeat of what was put aside before anybody could read it is taken now, in its row. */
async function settleClashes(tx: Tx, clashes: Clash[]): Promise<Map<DeliveryRow, Verdict>> {
  const verdicts = new Map<DeliveryRow, Verdict>();
  if (clashes.length === 0) return verdicts;
  const known = await findKnown(
    tx,
    clashes.map(({ row }) => row),
  );
  const conflicting: DeliveryRow[] = [];
  const repeated: DeliveryRow[] = [];
  for (const { row, event } of clashes) {
    const before = known.get(keyOf(row))!;
    if (before.content_hash !== row.content_hash) {
      verdicts.set(row, "quarantined");
      conflicting.push(asConflicting(row));
      continue;
    }
    repeated.push(row);
    const isReadable = before.verdict === "quarantined" && event !== undefined;
    verdicts.set(row, isReadable ? "stored" : "duplicate");
    if (!isReadable) continue;
    await tx
      .updateTable("deliveries")
      .set({ ...readColumns(event), verdict: "stored", reason: null })
      .where("id", "=", before.id)
      .execute();
    before.verdict = "stored";
  }
  const aside = await insertNew(tx, conflicting);
  await countRepeats(tx, [...repeated, ...conflicting.filter((row) => !aside.has(row.id))]);
  return verdicts;
}

function toRow({ scope, raw, headers, reading, receivedAt }: Delivery): DeliveryRow {
  const { event } = reading;
  const text = raw.toString("utf8");
  const plain = !text.includes("\0") && Buffer.from(text).equals(raw);
  return {
    id: uuid(),
    project_id: scope.projectId,
    dedupe_key: reading.dedupeKey,
    verdict: event ? "stored" : "quarantined",
    reason: event ? null : reading.reason,
    content_hash: reading.contentHash,
    ...(event ? readColumns(event) : guessedColumns(reading)),
    headers,
    body: plain ? text : raw.toString("base64"),
    body_encoding: plain ? "utf8" : "base64",
    received_at: receivedAt,
  };
}

/** What an event is found by. */
export const readColumns = (event: JelouEvent) => ({
  kind: event.kind,
  jelou_conversation_id: event.jelouConversationId,
  contact_id: event.contact.id,
  jelou_message_id: event.kind === "message" ? event.jelouMessageId : null,
});

const guessedColumns = ({ kind, about }: Extract<Reading, { event: undefined }>) => ({
  kind,
  jelou_conversation_id: about.conversationId,
  contact_id: about.contactId,
  jelou_message_id: about.messageId,
});

const asConflicting = (row: DeliveryRow): DeliveryRow => ({
  ...row,
  id: uuid(),
  dedupe_key: `${conflictPrefix}${row.dedupe_key}:${row.content_hash}`,
  verdict: "quarantined",
  reason: "A message of this id came before with other content.",
});

export const conflictPrefix = "conflict:";

async function insertNew(tx: Tx, rows: DeliveryRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const inserted = await tx
    .insertInto("deliveries")
    .values(rows)
    .onConflict((conflict) => conflict.columns(["project_id", "dedupe_key"]).doNothing())
    .returning("id")
    .execute();
  return new Set(inserted.map((row) => row.id));
}

async function findKnown(tx: Tx, rows: DeliveryRow[]) {
  const found = await tx
    .selectFrom("deliveries")
    .select(["id", "project_id", "dedupe_key", "content_hash", "verdict"])
    .where("project_id", "in", [...new Set(rows.map((row) => row.project_id))])
    .where("dedupe_key", "in", [...new Set(rows.map((row) => row.dedupe_key))])
    .execute();
  return new Map(found.map((row) => [keyOf(row), row]));
}

/** One statement for each project and number of times: mostly a single one. */
async function countRepeats(tx: Tx, rows: DeliveryRow[]) {
  const timesByKey = new Map<string, { row: DeliveryRow; times: number }>();
  for (const row of rows) {
    const times = (timesByKey.get(keyOf(row))?.times ?? 0) + 1;
    timesByKey.set(keyOf(row), { row, times });
  }
  const groups = new Map<string, { row: DeliveryRow; times: number; keys: string[] }>();
  for (const { row, times } of timesByKey.values()) {
    const name = `${row.project_id} ${times}`;
    const group = groups.get(name) ?? { row, times, keys: [] };
    groups.set(name, group);
    group.keys.push(row.dedupe_key);
  }
  for (const { row, times, keys } of groups.values())
    await tx
      .updateTable("deliveries")
      .set({ repeats: sql`repeats + ${times}`, repeated_at: row.received_at })
      .where("project_id", "=", row.project_id)
      .where("dedupe_key", "in", keys)
      .execute();
}

const keyOf = (row: { project_id: string; dedupe_key: string }) =>
  `${row.project_id} ${row.dedupe_key}`;

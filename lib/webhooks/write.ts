import type { Insertable } from "kysely";
import { v7 as uuid } from "uuid";
import type { ProjectScope } from "@/lib/auth/scope";
import { type ArrivedEvent, applyEvents } from "@/lib/conversations/write-events";
import type { Tx } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import type { Reading } from "@/lib/jelou/from-jelou";

export type Verdict = "stored" | "duplicate" | "quarantined";

export type Delivery = { scope: ProjectScope; raw: Buffer; reading: Reading; receivedAt: number };

type DeliveryRow = Insertable<Database["deliveries"]>;

/**
 * Stores verified deliveries and applies their events, in order. A unique key tells a repeat; the same key with other
 * content is put aside, never overwritten.
 */
export async function storeDeliveries(tx: Tx, deliveries: Delivery[]): Promise<Verdict[]> {
  const rows = deliveries.map(toRow);
  const inserted = await insertNew(tx, rows);
  const clashes = rows.filter((row) => !inserted.has(row.id));
  const known = await contentHashes(tx, clashes);
  const verdicts = rows.map((row): Verdict => {
    if (inserted.has(row.id)) return row.verdict;
    return known.get(keyOf(row)) === row.content_hash ? "duplicate" : "quarantined";
  });
  await insertNew(
    tx,
    rows.flatMap((row, index) =>
      !inserted.has(row.id) && verdicts[index] === "quarantined" ? [asConflicting(row)] : [],
    ),
  );
  const arrived = deliveries.flatMap(({ scope, reading, receivedAt }, index): ArrivedEvent[] =>
    reading.event && verdicts[index] === "stored"
      ? [{ scope, event: reading.event, arrivedAt: receivedAt }]
      : [],
  );
  await applyEvents(tx, arrived);
  return verdicts;
}

function toRow({ scope, raw, reading, receivedAt }: Delivery): DeliveryRow {
  const { event } = reading;
  const text = raw.toString("utf8");
  const plain = !text.includes("\0") && Buffer.from(text).equals(raw);
  return {
    id: uuid(),
    project_id: scope.projectId,
    dedupe_key: reading.dedupeKey,
    kind: event ? event.kind : reading.kind,
    verdict: event ? "stored" : "quarantined",
    reason: event ? null : reading.reason,
    content_hash: reading.contentHash,
    jelou_conversation_id: event?.jelouConversationId ?? null,
    contact_id: event?.contact.id ?? null,
    body: plain ? text : raw.toString("base64"),
    body_encoding: plain ? "utf8" : "base64",
    received_at: receivedAt,
  };
}

const asConflicting = (row: DeliveryRow): DeliveryRow => ({
  ...row,
  id: uuid(),
  dedupe_key: `conflict:${row.dedupe_key}:${row.content_hash}`,
  verdict: "quarantined",
  reason: "A message of this id came before with other content.",
});

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

async function contentHashes(tx: Tx, rows: DeliveryRow[]): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map();
  const found = await tx
    .selectFrom("deliveries")
    .select(["project_id", "dedupe_key", "content_hash"])
    .where("dedupe_key", "in", [...new Set(rows.map((row) => row.dedupe_key))])
    .execute();
  return new Map(found.map((row) => [keyOf(row), row.content_hash]));
}

const keyOf = (row: { project_id: string; dedupe_key: string }) =>
  `${row.project_id} ${row.dedupe_key}`;

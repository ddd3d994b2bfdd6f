import { v7 as uuid } from "uuid";
import type { ProjectScope } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/open";
import type { JelouEvent } from "@/lib/jelou/from-jelou";
import { appendLive } from "@/lib/live/write";
import { countSettled } from "@/lib/metrics";
import { answeredUntil, deriveStatus } from "./derive-status";
import { blankConversation, type ConversationRow, capTime, foldEvent } from "./fold-event";
import { nextCloseState } from "./next-close-state";
import { saveConversations, waitingSince } from "./save-conversation";
import { findClose } from "./write-close";
import { forgetTexts } from "./write-erasure";

export type ArrivedEvent = { scope: ProjectScope; event: JelouEvent; arrivedAt: number };

/** Applies events in the order of their arrival, as part of the caller's transaction. Messages we have are left alone. */
export async function applyEvents(tx: Tx, arrived: ArrivedEvent[]) {
  if (arrived.length === 0) return;
  const rows = await loadRows(tx, arrived);
  const fresh = await insertMessages(tx, rows, arrived);
  const applied = arrived.filter((each) => each.event.kind !== "message" || fresh.has(each));
  const changed = new Map<string, ConversationRow>();
  const closed = new Set<string>();
  for (const { scope, event, arrivedAt } of applied) {
    const key = keyOf(scope.projectId, event.jelouConversationId);
    const row = foldEvent(changed.get(key) ?? rows.get(key)!, event, arrivedAt);
    if (event.kind === "message") countWaiting(row, event.at, arrivedAt);
    if (event.kind === "close") closed.add(key);
    changed.set(key, row);
  }
  for (const key of closed) {
    const row = changed.get(key)!;
    row.waiting_since = await waitingSince(tx, row);
    await confirmClose(tx, row);
  }
  const updated_at = Math.max(...arrived.map((each) => each.arrivedAt));
  await saveConversations(
    tx,
    [...changed.values()].map((row) =>
      deriveStatus({
        ...row,
        revision: row.revision + 1,
        // What is replayed arrived long ago.
        updated_at: Math.max(row.updated_at, updated_at),
      }),
    ),
  );
  await appendLive(
    tx,
    applied.map((each) => {
      const row = changed.get(keyOf(each.scope.projectId, each.event.jelouConversationId))!;
      const message_id = fresh.get(each) ?? null;
      const kind = message_id ? "message" : "conversation";
      return { kind, project_id: row.project_id, conversation_id: row.id, message_id };
    }),
  );
}

const keyOf = (projectId: string, jelouConversationId: string) =>
  `${projectId} ${jelouConversationId}`;

async function loadRows(tx: Tx, arrived: ArrivedEvent[]) {
  const rows = new Map<string, ConversationRow>();
  const idsByProject = new Map<string, Set<string>>();
  for (const { scope, event } of arrived) {
    const ids = idsByProject.get(scope.projectId) ?? new Set();
    idsByProject.set(scope.projectId, ids.add(event.jelouConversationId));
  }
  for (const [projectId, ids] of idsByProject) {
    const found = await tx
      .selectFrom("conversations")
      .selectAll()
      .where("project_id", "=", projectId)
      .where("jelou_id", "in", [...ids])
      .execute();
    for (const { n, ...row } of found) rows.set(keyOf(projectId, row.jelou_id), row);
  }
  for (const { scope, event, arrivedAt } of arrived) {
    const key = keyOf(scope.projectId, event.jelouConversationId);
    if (!rows.has(key)) rows.set(key, blankConversation(scope.projectId, event, arrivedAt));
  }
  return rows;
}

/** The ids of the messages that are new; the unique key decides, whatever was read before. */
async function insertMessages(tx: Tx, rows: Map<string, ConversationRow>, arrived: ArrivedEvent[]) {
  const ids = new Map<ArrivedEvent, string>();
  const values = arrived.flatMap((each) => {
    const { event, scope, arrivedAt } = each;
    if (event.kind !== "message") return [];
    const id = uuid();
    ids.set(each, id);
    return {
      id,
      project_id: scope.projectId,
      conversation_id: rows.get(keyOf(scope.projectId, event.jelouConversationId))!.id,
      jelou_message_id: event.jelouMessageId,
      direction: "in" as const,
      type: event.type,
      content: JSON.stringify(event.content),
      author_id: null,
      at: event.at,
      sort_at: capTime(event.at, arrivedAt),
      state: "received",
    };
  });
  if (values.length === 0) return ids;
  const inserted = await tx
    .insertInto("messages")
    .values(values)
    .onConflict((conflict) => conflict.columns(["conversation_id", "jelou_message_id"]).doNothing())
    .returning("id")
    .execute();
  const fresh = new Set(inserted.map((row) => row.id));
  for (const [each, id] of ids) if (!fresh.has(id)) ids.delete(each);
  return ids;
}

function countWaiting(row: ConversationRow, at: number, arrivedAt: number) {
  const sortAt = capTime(at, arrivedAt);
  if (sortAt > answeredUntil(row))
    row.waiting_since = Math.min(row.waiting_since ?? sortAt, sortAt);
}

/** Jelou's word settles our close, whatever its answer was or will be. */
async function confirmClose(tx: Tx, row: ConversationRow) {
  if (!row.close_id) return;
  const close = await findClose(tx, row.close_id);
  // A close of Jelou's from before ours was asked for is another one, unless the conversation is closed by it still.
  const isLate = (row.ended_at ?? 0) < close.as_of;
  if (isLate && deriveStatus({ ...row, local_closed_at: null }).status !== "closed") return;
  const now = Date.now();
  const patch = nextCloseState(close, { kind: "webhook" }, now);
  if (!patch) return;
  const confirmation = JSON.stringify({
    at: row.ended_at,
    receivedAt: now,
    reason: row.ended_reason,
  });
  await tx
    .updateTable("closes")
    .set({ ...patch, confirmation })
    .where("id", "=", close.id)
    .execute();
  if (close.erase) await forgetTexts(tx, close.id);
  if (patch.state === "confirmed") countSettled("close", patch.state, close.requested_at);
  row.close_active = 0;
}

import { db } from "@/lib/db/store";
import type { LoadRows } from "@/lib/live/hub";
import { loadMessages, loadShared } from "./read";

type LogRow = Parameters<LoadRows>[0][number];

/** The rows that a frame of the live stream carries, read once for all viewers. */
export const loadLiveRows: LoadRows = async (rows) => {
  const changed = rows.filter((row) => row.kind === "conversation" || row.kind === "message");
  const [conversations, messages, reads] = await Promise.all([
    loadShared(unique(changed.map((row) => row.conversation_id))),
    loadMessages(unique(changed.map((row) => row.message_id))),
    loadReads(rows.filter((row) => row.kind === "read")),
  ]);
  const carried = new Map<number, Record<string, unknown>>();
  for (const row of changed) {
    const conversation = conversations.get(row.conversation_id ?? "");
    const message = messages.get(row.message_id ?? "");
    carried.set(row.seq, {
      ...(conversation ? { revision: conversation.revision, conversation } : {}),
      ...(message ? { message } : {}),
    });
  }
  for (const row of rows) {
    if (row.kind === "read") carried.set(row.seq, reads.get(keyOf(row)) ?? {});
    // Ids alone: whoever is mentioned may have lost the project since.
    if (row.kind === "mention") carried.set(row.seq, { messageId: row.message_id });
  }
  return carried;
};

const unique = (ids: (string | null)[]) => [...new Set(ids)].filter((id) => id !== null);

const keyOf = (row: { conversation_id: string | null; user_id: string | null }) =>
  `${row.conversation_id} ${row.user_id}`;

/** How much of a conversation somebody has seen. */
async function loadReads(rows: LogRow[]) {
  if (rows.length === 0) return new Map<string, Record<string, unknown>>();
  const userIds = unique(rows.map((row) => row.user_id));
  const ids = unique(rows.map((row) => row.conversation_id));
  const [conversations, reads, mentions] = await Promise.all([
    db().selectFrom("conversations").select(["id", "in_count"]).where("id", "in", ids).execute(),
    db()
      .selectFrom("reads")
      .selectAll()
      .where("user_id", "in", userIds)
      .where("conversation_id", "in", ids)
      .execute(),
    db()
      .selectFrom("mentions")
      .select(["conversation_id", "user_id"])
      .where("user_id", "in", userIds)
      .where("conversation_id", "in", ids)
      .where("seen_at", "is", null)
      .execute(),
  ]);
  const counts = new Map(conversations.map((each) => [each.id, each.in_count]));
  const seen = new Map(reads.map((read) => [keyOf(read), read.seen_count]));
  const mentioned = new Set(mentions.map(keyOf));
  return new Map(
    rows.map((row) => {
      const seenCount = seen.get(keyOf(row)) ?? 0;
      const unread = Math.max(0, (counts.get(row.conversation_id ?? "") ?? 0) - seenCount);
      return [keyOf(row), { seenCount, unread, mentioned: mentioned.has(keyOf(row)) }];
    }),
  );
}

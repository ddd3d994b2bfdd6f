import type { Selectable } from "kysely";
import { type Scope, seesProject } from "@/lib/auth/scope";
import type { Db, Tx } from "@/lib/db/open";
import type { Conversations, Database } from "@/lib/db/schema";
import { db } from "@/lib/db/store";
import { notFound } from "@/lib/errors";
import type { CloseRow } from "./next-close-state";
import type { Close, Conversation, Message, SharedConversation } from "./schema";

type Row = Selectable<Conversations>;
type MessageRow = Selectable<Database["messages"]>;
type Names = Map<string, string>;

/** Who closes and marks when nobody of flesh and blood does. */
export const theDesk = { id: "desk", name: "Mostrador" };

/** @throws AppError not_found, for another project's too */
export async function getConversation(scope: Scope, id: string): Promise<Conversation> {
  const row = await findRow(db(), scope, id);
  const [whole] = await toConversations(scope, [row]);
  return whole!;
}

export async function findRow(connection: Db | Tx, scope: Scope, id: string): Promise<Row> {
  const row = await connection
    .selectFrom("conversations")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row || !seesProject(scope, row.project_id)) throw notFound("conversation");
  return row;
}

/** For the live stream, which checks each viewer's projects itself. */
export async function loadShared(ids: string[]): Promise<Map<string, SharedConversation>> {
  if (ids.length === 0) return new Map();
  const rows = await db().selectFrom("conversations").selectAll().where("id", "in", ids).execute();
  return new Map((await toShared(rows)).map((conversation) => [conversation.id, conversation]));
}

export async function loadMessages(ids: string[]): Promise<Map<string, Message>> {
  if (ids.length === 0) return new Map();
  const rows = await db().selectFrom("messages").selectAll().where("id", "in", ids).execute();
  return new Map((await toMessages(rows)).map((message) => [message.id, message]));
}

/** As this agent sees them: unread is what came in, less what he had seen when he last read. */
export async function toConversations(scope: Scope, rows: Row[]): Promise<Conversation[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const [shared, reads, mentions] = await Promise.all([
    toShared(rows),
    db()
      .selectFrom("reads")
      .select(["conversation_id", "seen_count"])
      .where("user_id", "=", scope.agentId)
      .where("conversation_id", "in", ids)
      .execute(),
    db()
      .selectFrom("mentions")
      .select("conversation_id")
      .where("user_id", "=", scope.agentId)
      .where("conversation_id", "in", ids)
      .where("seen_at", "is", null)
      .execute(),
  ]);
  const seen = new Map(reads.map((read) => [read.conversation_id, read.seen_count]));
  const mentioned = new Set(mentions.map((mention) => mention.conversation_id));
  return shared.map((conversation) => ({
    ...conversation,
    mentioned: mentioned.has(conversation.id),
    unread: Math.max(0, conversation.messageCount - (seen.get(conversation.id) ?? 0)),
  }));
}

async function toShared(rows: Row[]): Promise<SharedConversation[]> {
  const closes = await loadCloses(rows.flatMap((row) => row.close_id ?? []));
  const names = await loadNames([
    ...rows.flatMap((row) => [row.assignee_id, row.marked_by]),
    ...[...closes.values()].map((close) => close.requested_by),
  ]);
  return rows.map((row) => toConversation(row, closes, names));
}

/** @throws AppError not_found */
export async function getClose(id: string): Promise<Close> {
  const row = (await loadCloses([id])).get(id);
  if (!row) throw notFound("close");
  return (await toCloses([row]))[0]!;
}

/** Rows of closes as the API shows them, in the order given. */
export async function toCloses(rows: CloseRow[]): Promise<Close[]> {
  const names = await loadNames(rows.map((row) => row.requested_by));
  return rows.map((row) => toClose(row, names));
}

export async function toMessages(rows: MessageRow[]): Promise<Message[]> {
  const names = await loadNames(rows.map((row) => row.author_id));
  return rows.map((row) => ({
    id: row.id,
    conversationId: row.conversation_id,
    jelouMessageId: row.jelou_message_id,
    direction: row.direction,
    type: row.type,
    content: JSON.parse(row.content) as Record<string, unknown>,
    author: row.author_id === null ? null : person(row.author_id, names),
    at: row.at,
    // Whether a call is under way or planned is the same to who reads.
    state: row.state === "sending" ? "queued" : row.state,
    error: row.error === null ? null : (JSON.parse(row.error) as Message["error"]),
    clientId: row.client_id,
  }));
}

async function loadCloses(ids: string[]): Promise<Map<string, CloseRow>> {
  if (ids.length === 0) return new Map();
  const rows = await db().selectFrom("closes").selectAll().where("id", "in", ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Names of users by their ids, the desk's own among them. */
export async function loadNames(
  ids: (string | null)[],
  connection: Db | Tx = db(),
): Promise<Names> {
  const wanted = [...new Set(ids)].filter((id) => id !== null && id !== theDesk.id) as string[];
  const names: Names = new Map([[theDesk.id, theDesk.name]]);
  if (wanted.length === 0) return names;
  const rows = await connection
    .selectFrom("users")
    .select(["id", "name"])
    .where("id", "in", wanted)
    .execute();
  for (const row of rows) names.set(row.id, row.name);
  return names;
}

const person = (id: string, names: Names) => ({ id, name: names.get(id) ?? "" });

function toConversation(row: Row, closes: Map<string, CloseRow>, names: Names): SharedConversation {
  const close = row.close_id === null ? undefined : closes.get(row.close_id);
  const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
  return {
    id: row.id,
    projectId: row.project_id,
    jelouConversationId: row.jelou_id,
    roomId: row.room_id,
    bot: { id: row.bot_id, name: row.bot_name },
    contact: { id: row.contact_id, name: row.contact_name },
    status: row.status,
    close: close ? toClose(close, names) : null,
    lastMessage: parsed(row.last_message) as SharedConversation["lastMessage"],
    messageCount: row.in_count,
    lastInAt: row.last_in_at,
    unsent: row.unsent,
    waitingSince: row.waiting_since,
    wroteAfterClose: row.bucket === "after",
    assignee: row.assignee_id === null ? null : person(row.assignee_id, names),
    metadata: parsed(row.metadata),
    assignment: parsed(row.assignment),
    initialMessage: row.initial_message,
    openedAt: row.opened_at,
    updatedAt: row.updated_at,
    activityAt: row.activity_at,
    closedAt: row.closed_at,
    endedReason: row.ended_reason,
    marked:
      row.marked_by === null
        ? null
        : { by: person(row.marked_by, names), note: row.marked_note ?? "" },
    revision: row.revision,
  };
}

function toClose(row: CloseRow, names: Names): Close {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    state: row.state,
    requestedBy: person(row.requested_by, names),
    message: row.message === null ? null : (JSON.parse(row.message) as Close["message"]),
    reason: row.reason_id === null ? null : { id: row.reason_id, name: row.reason_name ?? "" },
    note: row.note,
    bulkId: row.bulk_id,
    attempts: row.attempts,
    lastStatus: row.last_status,
    lastError: row.last_error === null ? null : (JSON.parse(row.last_error) as Close["lastError"]),
    requestedAt: row.requested_at,
    dueAt: row.due_at,
    nextAttemptAt: row.next_attempt_at,
    settledAt: row.settled_at,
    confirmedAt: row.confirmed_at,
  };
}

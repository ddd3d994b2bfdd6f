import { type Selectable, sql } from "kysely";
import { v7 as uuid } from "uuid";
import type { Tx } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import { previewContent } from "@/lib/jelou/from-jelou";
import { appendLive } from "@/lib/live/write";
import type { ConversationRow } from "./fold-event";
import { theDesk } from "./read";
import { changeConversation } from "./save-conversation";

export type MessageRow = Selectable<Database["messages"]>;

type Outgoing = {
  authorId: string;
  type?: string;
  content: Record<string, unknown>;
  clientId?: string | undefined;
  id?: string;
};

/**
 * Puts a message to the customer into the outbox; the sender sends it. Its id is what Jelou knows it by on every attempt.
 * What the desk says by itself, a warning, answers nobody.
 */
export async function queueMessage(
  tx: Tx,
  row: ConversationRow,
  { authorId, type = "text", content, clientId, id: given }: Outgoing,
  now: number,
  change: Partial<ConversationRow> = {},
): Promise<string> {
  const id = given ?? (await nextMessageId(tx, row.id));
  const head = await findUnsent(tx, row.id);
  await tx
    .insertInto("messages")
    .values({
      id,
      project_id: row.project_id,
      conversation_id: row.id,
      jelou_message_id: id,
      direction: "out",
      type,
      content: JSON.stringify(content),
      author_id: authorId,
      at: now,
      sort_at: now,
      state: "queued",
      next_attempt_at: head ? null : now,
      client_id: clientId ?? null,
    })
    .execute();
  const last = { direction: "out", type, preview: previewContent(content), at: now };
  await changeConversation(
    tx,
    row.id,
    () => ({
      // What can't go before somebody has seen to what failed is no answer yet.
      ...(authorId === theDesk.id || head?.state === "failed" ? {} : { last_out_at: now }),
      last_message: JSON.stringify(last),
      activity_at: Math.max(row.activity_at, now),
      ...change,
    }),
    now,
  );
  await tellOfMessage(tx, row.project_id, row.id, id);
  return id;
}

/** Behind what stands in the line already, also where that was put there by a desk whose clock is ahead. */
export async function nextMessageId(tx: Tx, conversationId: string): Promise<string> {
  const id = uuid();
  const last = await tx
    .selectFrom("messages")
    .select("id")
    .where("conversation_id", "=", conversationId)
    .where(isUnsent)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return last && last.id >= id ? uuid({ msecs: timeOf(last.id) + 1 }) : id;
}

/** The first 48 bits of a UUID of version 7. */
const timeOf = (id: string) => Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);

/** The words of the index `messages_unsent`: what stands in a conversation's line, at its head what failed or is due. */
export const isUnsent = sql<boolean>`direction = 'out' and state in ('queued', 'sending', 'failed')`;

/** The head of the line, if there is one; only the head has a `next_attempt_at`, and none where it has failed. */
export const findUnsent = (tx: Tx, conversationId: string) =>
  tx
    .selectFrom("messages")
    .selectAll()
    .where("conversation_id", "=", conversationId)
    .where(isUnsent)
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();

/** Makes the head of the line due, if it is one that waits. */
export async function moveUp(tx: Tx, conversationId: string, now: number) {
  const head = await findUnsent(tx, conversationId);
  if (head?.state !== "queued" || head.next_attempt_at !== null) return;
  await tx
    .updateTable("messages")
    .set({ next_attempt_at: now })
    .where("id", "=", head.id)
    .execute();
}

/** What a conversation says of its messages, reckoned anew after one has failed or was taken up or given up again. */
export async function recountMessages(tx: Tx, conversationId: string, now: number) {
  const messages = () => tx.selectFrom("messages").where("conversation_id", "=", conversationId);
  const failed = await messages()
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where(isUnsent)
    .where("state", "=", "failed")
    .executeTakeFirstOrThrow();
  const answer = await messages()
    .select("at")
    // As a literal, so that the index of what goes out is seen to fit.
    .where(sql<boolean>`direction = 'out'`)
    .where("state", "in", Number(failed.count) > 0 ? ["sent"] : ["queued", "sending", "sent"])
    .where("author_id", "!=", theDesk.id)
    .orderBy("sort_at", "desc")
    .limit(1)
    .executeTakeFirst();
  const last = await messages()
    .select(["direction", "type", "content", "sort_at"])
    .where("direction", "!=", "note")
    .where("state", "!=", "discarded")
    .orderBy("sort_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  await changeConversation(
    tx,
    conversationId,
    () => ({
      unsent: Number(failed.count),
      last_out_at: answer?.at ?? null,
      last_message: last
        ? JSON.stringify({
            direction: last.direction,
            type: last.type,
            preview: previewContent(JSON.parse(last.content) as Record<string, unknown>),
            at: last.sort_at,
          })
        : null,
    }),
    now,
  );
}

export const tellOfMessage = (
  tx: Tx,
  project_id: string,
  conversation_id: string,
  message_id: string,
) => appendLive(tx, [{ kind: "message", project_id, conversation_id, message_id }]);

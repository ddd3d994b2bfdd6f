import { v7 as uuid } from "uuid";
import type { Tx } from "@/lib/db/open";
import { appendLive } from "@/lib/live/write";
import type { ConversationRow } from "./fold-event";
import { changeConversation } from "./save-conversation";

type Outgoing = {
  authorId: string;
  text: string;
  /** Whether what the customer wrote before it counts as answered. A warning of the desk's is none. */
  isAnswer?: boolean;
};

/** Puts a text to the customer into the outbox; the sender sends it. The id is what Jelou knows it by on every attempt. */
export async function queueText(
  tx: Tx,
  row: ConversationRow,
  { authorId, text, isAnswer = true }: Outgoing,
  now: number,
  change: Partial<ConversationRow> = {},
): Promise<string> {
  const id = uuid();
  await tx
    .insertInto("messages")
    .values({
      id,
      project_id: row.project_id,
      conversation_id: row.id,
      jelou_message_id: id,
      direction: "out",
      type: "text",
      content: JSON.stringify({ body: text }),
      author_id: authorId,
      at: now,
      sort_at: now,
      state: "queued",
      next_attempt_at: now,
    })
    .execute();
  const last = { direction: "out", type: "text", preview: text.slice(0, 200), at: now };
  await changeConversation(
    tx,
    row.id,
    () => ({
      ...(isAnswer ? { last_out_at: now } : {}),
      last_message: JSON.stringify(last),
      activity_at: Math.max(row.activity_at, now),
      ...change,
    }),
    now,
  );
  await tellOfMessage(tx, row.project_id, row.id, id);
  return id;
}

export const tellOfMessage = (
  tx: Tx,
  project_id: string,
  conversation_id: string,
  message_id: string,
) => appendLive(tx, [{ kind: "message", project_id, conversation_id, message_id }]);

import { sql } from "kysely";
import { signalSender } from "@/lib/conversations/outbox-signal";
import { queueMessage } from "@/lib/conversations/write-message";
import { db, write } from "@/lib/db/store";
import type { Person } from "./people.ts";

/** Somebody answers the customer: the text is in the outbox. */
export async function say(id: string, text = "¿Algo más?", authorId = "somebody") {
  const messageId = await write(async (tx) => {
    const { n, ...row } = await tx
      .selectFrom("conversations")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    return queueMessage(tx, row, { authorId, content: { body: text } }, Date.now());
  });
  signalSender();
  return messageId;
}

export const readMessage = (id: string) =>
  db().selectFrom("messages").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

/** Texts to the customer, in their order, with what became of them. */
export async function sentTo(conversationId: string) {
  const rows = await db()
    .selectFrom("messages")
    .select(["content", "state", "author_id"])
    .where("conversation_id", "=", conversationId)
    .where("direction", "=", "out")
    .orderBy("id")
    .execute();
  return rows.map(({ content, state, author_id }) => ({
    text: (JSON.parse(content) as { body: string }).body,
    state,
    by: author_id,
  }));
}

/** Makes the next attempt to send a message due now, as if its pause were over. */
export async function hurryMessage(id: string) {
  const { numUpdatedRows } = await db()
    .updateTable("messages")
    .set({ next_attempt_at: Date.now() - 1 })
    .where("id", "=", id)
    .where("state", "=", "queued")
    .where("next_attempt_at", "is not", null)
    .executeTakeFirst();
  if (Number(numUpdatedRows) !== 1) throw new Error("This message plans no attempt.");
  signalSender();
}

/** Somebody has seen to what failed: what comes after it may go. */
export async function discardFailed(person: Person, conversationId: string) {
  const failed = await db()
    .selectFrom("messages")
    .select("id")
    .where("conversation_id", "=", conversationId)
    .where("state", "=", "failed")
    .execute();
  for (const { id } of failed) await person.post(`/api/messages/${id}/discard`);
}

/** As if the minute in which a message is tried were nearly over. */
export const runOut = (id: string) =>
  db().updateTable("messages").set({ give_up_at: Date.now() }).where("id", "=", id).execute();

/** As if so many minutes had gone by in a conversation in which nothing happened. */
export async function letPass(id: string, minutes: number) {
  const earlier = (column: string) => sql<number>`${sql.ref(column)} - ${minutes * 60_000}`;
  await write(async (tx) => {
    await tx
      .updateTable("conversations")
      .set({
        last_out_at: earlier("last_out_at"),
        last_in_at: earlier("last_in_at"),
        warned_at: earlier("warned_at"),
        started_at: earlier("started_at"),
        waiting_since: earlier("waiting_since"),
      })
      .where("id", "=", id)
      .execute();
    await tx
      .updateTable("messages")
      .set({ at: earlier("at"), sort_at: earlier("sort_at") })
      .where("conversation_id", "=", id)
      .execute();
    await tx
      .updateTable("closes")
      .set({ requested_at: earlier("requested_at") })
      .where("conversation_id", "=", id)
      .execute();
  });
}

import type { Scope } from "@/lib/auth/scope";
import type { ConversationRow } from "@/lib/conversations/fold-event";
import { signalCloser, signalSender } from "@/lib/conversations/outbox-signal";
import { readProject } from "@/lib/conversations/plan-close";
import { findRow } from "@/lib/conversations/read";
import type { Message } from "@/lib/conversations/schema";
import { assignTo } from "@/lib/conversations/write-assignee";
import {
  type MessageRow,
  moveUp,
  nextMessageId,
  queueMessage,
  recountMessages,
  tellOfMessage,
} from "@/lib/conversations/write-message";
import type { Tx } from "@/lib/db/open";
import { write } from "@/lib/db/store";
import { AppError, notFound } from "@/lib/errors";
import { takeUpload } from "@/lib/uploads/write";
import type { MessageInput } from "./input";
import { readMessage } from "./read";

/**
 * Puts an answer into the outbox. Whoever answers a conversation that nobody has takes it.
 * @throws AppError not_found; conflict with `reason` when the conversation is closed or closing, when the project can't
 * send, and for a `clientId` that came before with something else; bad_input for an upload that one hasn't
 */
export async function sendMessage(
  scope: Scope,
  conversationId: string,
  input: MessageInput,
): Promise<Message> {
  const id = await write(async (tx) => {
    const { n, ...row } = await findRow(tx, scope, conversationId);
    const known = await findPosted(tx, scope, conversationId, input.clientId);
    if (known) {
      requireSame(known, input);
      return known.id;
    }
    await requireOpen(tx, row);
    const now = Date.now();
    const messageId = await nextMessageId(tx, conversationId);
    const { type, content } = await toContent(tx, scope, row, messageId, input);
    const { clientId } = input;
    await queueMessage(
      tx,
      row,
      { id: messageId, authorId: scope.agentId, type, content, clientId },
      now,
    );
    if (row.assignee_id === null) await assignTo(tx, row, scope.agentId, scope.agentId, now);
    return messageId;
  });
  signalSender();
  return readMessage(id);
}

/** One that has failed is tried for another minute. @throws AppError not_found, conflict */
export async function retryMessage(scope: Scope, id: string): Promise<Message> {
  await write(async (tx) => {
    const row = await requireFailed(tx, scope, id);
    const { n, ...conversation } = await findRow(tx, scope, row.conversation_id);
    await requireOpen(tx, conversation);
    const now = Date.now();
    await changeMessage(tx, row, {
      state: "queued",
      error: null,
      attempts: 0,
      give_up_at: null,
      next_attempt_at: now,
    });
    await recountMessages(tx, row.conversation_id, now);
  });
  signalSender();
  return readMessage(id);
}

/** Gives one that has failed up, and lets what waits behind it go. @throws AppError not_found, conflict */
export async function discardMessage(scope: Scope, id: string): Promise<Message> {
  await write(async (tx) => {
    const row = await requireFailed(tx, scope, id);
    await requireNoCall(tx, row.conversation_id);
    const now = Date.now();
    await changeMessage(tx, row, { state: "discarded" });
    await moveUp(tx, row.conversation_id, now);
    await recountMessages(tx, row.conversation_id, now);
  });
  signalSender();
  signalCloser();
  return readMessage(id);
}

/** What the same person has posted under the same id of his. */
export const findPosted = async (
  tx: Tx,
  scope: Scope,
  conversationId: string,
  clientId: string | undefined,
): Promise<MessageRow | undefined> =>
  clientId === undefined
    ? undefined
    : tx
        .selectFrom("messages")
        .selectAll()
        .where("conversation_id", "=", conversationId)
        .where("author_id", "=", scope.agentId)
        .where("client_id", "=", clientId)
        .executeTakeFirst();

export const usedForAnother = () =>
  new AppError("conflict", "Something else was posted under this clientId. Make a new one.", {
    fields: { clientId: ["Something else was posted under it."] },
    detail: { reason: "client_id" },
  });

function requireSame(known: MessageRow, input: MessageInput) {
  const content = JSON.parse(known.content) as { body?: string; upload?: string; caption?: string };
  const isSame =
    known.direction === "out" &&
    (input.type === "text"
      ? content.body === input.text
      : content.upload === input.uploadId && (content.caption ?? "") === (input.caption ?? ""));
  if (!isSame) throw usedForAnother();
}

async function requireOpen(tx: Tx, row: ConversationRow) {
  if (row.status !== "open") {
    throw new AppError(
      "conflict",
      row.status === "closed"
        ? "This conversation is closed: nothing more can be sent in it."
        : "This conversation is being closed: undo the close to go on.",
      { detail: { reason: "closed" } },
    );
  }
  const project = await readProject(tx, row.project_id);
  if (project.archived_at !== null) {
    throw new AppError("conflict", "This project is archived. Ask an admin.", {
      detail: { reason: "archived" },
    });
  }
  if (!project.webhook_secret) {
    throw new AppError(
      "conflict",
      "This project has no signing secret yet, which sending takes. An admin has to save it.",
      { detail: { reason: "no_secret" } },
    );
  }
}

async function toContent(
  tx: Tx,
  scope: Scope,
  row: ConversationRow,
  messageId: string,
  input: MessageInput,
): Promise<{ type: string; content: Record<string, unknown> }> {
  if (input.type === "text") return { type: "text", content: { body: input.text } };
  const { caption } = input;
  const { id, kind, mime_type, filename, size } = await takeUpload(tx, scope, input.uploadId, {
    conversationId: row.id,
    projectId: row.project_id,
    messageId,
  });
  if (caption && kind !== "image" && kind !== "video") {
    const message = "Jelou takes a caption with pictures and videos only. Send it as a text.";
    throw new AppError("bad_input", `caption: ${message}`, { fields: { caption: [message] } });
  }
  return {
    type: kind,
    content: {
      upload: id,
      url: `/api/uploads/${id}`,
      mimeType: mime_type,
      filename,
      size,
      ...(caption ? { caption } : {}),
    },
  };
}

async function requireFailed(tx: Tx, scope: Scope, id: string): Promise<MessageRow> {
  const row = await tx
    .selectFrom("messages")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow(() => notFound("message"));
  // Whoever may not see its conversation is told the same as of one that there isn't.
  await findRow(tx, scope, row.conversation_id).catch(() => {
    throw notFound("message");
  });
  if (row.direction !== "out" || row.state !== "failed")
    throw new AppError("conflict", "This message has not failed: there is nothing to do about it.");
  return row;
}

/** What waits behind it would go out after the close, or not at all: that is known once Jelou has answered. */
async function requireNoCall(tx: Tx, conversationId: string) {
  const close = await tx
    .selectFrom("closes")
    .select("state")
    .where("conversation_id", "=", conversationId)
    .where("active", "=", 1)
    .executeTakeFirst();
  if (!close || close.state === "waiting") return;
  throw new AppError("conflict", "This conversation is being closed. Wait for Jelou's answer.", {
    detail: { reason: "closing" },
  });
}

async function changeMessage(tx: Tx, row: MessageRow, change: Partial<MessageRow>) {
  await tx.updateTable("messages").set(change).where("id", "=", row.id).execute();
  await tellOfMessage(tx, row.project_id, row.conversation_id, row.id);
}

import type { Scope } from "@/lib/auth/scope";
import { findRow, toMessages } from "@/lib/conversations/read";
import type { Message } from "@/lib/conversations/schema";
import { db } from "@/lib/db/store";
import { notFound } from "@/lib/errors";
import type { Draft } from "./schema";

/** What this agent was writing in a conversation. @throws AppError not_found */
export async function listDrafts(scope: Scope, conversationId: string): Promise<Draft[]> {
  await findRow(db(), scope, conversationId);
  const rows = await db()
    .selectFrom("drafts")
    .select(["kind", "text", "updated_at"])
    .where("user_id", "=", scope.agentId)
    .where("conversation_id", "=", conversationId)
    .orderBy("kind")
    .execute();
  return rows.map(({ kind, text, updated_at }) => ({ kind, text, updatedAt: updated_at }));
}

/** For who has just written it. */
export async function readMessage(id: string): Promise<Message> {
  const row = await db()
    .selectFrom("messages")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow(() => notFound("message"));
  return (await toMessages([row]))[0]!;
}

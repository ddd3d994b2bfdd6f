import type { Scope } from "@/lib/auth/scope";
import { findRow } from "@/lib/conversations/read";
import { db, write } from "@/lib/db/store";
import type { DraftKind } from "./schema";

/** Keeps it until it is sent or emptied, whatever becomes of the conversation. @throws AppError not_found */
export async function saveDraft(
  scope: Scope,
  conversationId: string,
  kind: DraftKind,
  text: string,
) {
  await findRow(db(), scope, conversationId);
  const key = { user_id: scope.agentId, conversation_id: conversationId, kind };
  const updated_at = Date.now();
  await write(async (tx) => {
    if (text.trim() === "") {
      await tx
        .deleteFrom("drafts")
        .where("user_id", "=", key.user_id)
        .where("conversation_id", "=", conversationId)
        .where("kind", "=", kind)
        .execute();
      return;
    }
    await tx
      .insertInto("drafts")
      .values({ ...key, text, updated_at })
      .onConflict((conflict) =>
        conflict.columns(["user_id", "conversation_id", "kind"]).doUpdateSet({ text, updated_at }),
      )
      .execute();
  });
}

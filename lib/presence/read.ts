import type { Scope } from "@/lib/auth/scope";
import { findRow } from "@/lib/conversations/read";
import { db } from "@/lib/db/store";
import type { LoadRows } from "@/lib/live/hub";
import type { Present } from "./schema";

/** Who looks at a conversation or writes in it, by name; oneself among them. @throws AppError not_found */
export async function listPresent(scope: Scope, conversationId: string): Promise<Present[]> {
  await findRow(db(), scope, conversationId);
  return (await loadPresent([conversationId])).get(conversationId) ?? [];
}

/** What frames of the kind "presence" carry. */
export const loadPresence: LoadRows = async (rows) => {
  const changed = rows.filter((row) => row.kind === "presence");
  const ids = [...new Set(changed.map((row) => row.conversation_id ?? ""))];
  const present = await loadPresent(ids);
  return new Map(
    changed.map((row) => [row.seq, { people: present.get(row.conversation_id ?? "") ?? [] }]),
  );
};

async function loadPresent(conversationIds: string[]): Promise<Map<string, Present[]>> {
  if (conversationIds.length === 0) return new Map();
  const rows = await db()
    .selectFrom("presence")
    .innerJoin("users", "users.id", "presence.user_id")
    .select(["conversation_id", "user_id", "name", "state", "expires_at"])
    .where("conversation_id", "in", conversationIds)
    .where("expires_at", ">", Date.now())
    .orderBy("name")
    .orderBy("user_id")
    .execute();
  const present = new Map<string, Present[]>();
  for (const { conversation_id, user_id, name, state, expires_at } of rows) {
    const others = present.get(conversation_id) ?? [];
    const user = { id: user_id, name };
    present.set(conversation_id, [...others, { user, state, expiresAt: expires_at }]);
  }
  return present;
}

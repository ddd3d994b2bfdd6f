import { sql } from "kysely";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/store";
import { AppError } from "@/lib/errors";
import { findRow, toMessages } from "./read";
import type { MessagePage } from "./schema";

/** The newest page first, each in time order. @throws AppError not_found, bad_input */
export async function listMessages(
  scope: Scope,
  conversationId: string,
  params: { before?: string | undefined; limit: number },
): Promise<MessagePage> {
  await findRow(db(), scope, conversationId);
  let query = db()
    .selectFrom("messages")
    .selectAll()
    .where("conversation_id", "=", conversationId)
    .orderBy("sort_at", "desc")
    .orderBy("id", "desc")
    .limit(params.limit + 1);
  if (params.before !== undefined) {
    const [, at, id] = /^(\d{1,16})\.([\w-]{1,100})$/.exec(params.before) ?? [];
    if (at === undefined || id === undefined)
      throw new AppError("bad_input", "This cursor is not one of ours.");
    query = query.where(sql<boolean>`(sort_at, id) < (${Number(at)}, ${id})`);
  }
  const rows = await query.execute();
  const page = rows.slice(0, params.limit);
  const first = page.at(-1);
  return {
    items: await toMessages(page.reverse()),
    nextCursor: first && rows.length > params.limit ? `${first.sort_at}.${first.id}` : null,
  };
}

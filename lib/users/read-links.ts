import { db } from "@/lib/db/store";
import { AppError } from "@/lib/errors";
import { digestToken } from "./make-token";
import type { OneTimeLink } from "./schema";

/** Whose link it is, for who has it. @throws AppError not_found when it ended, was used or never was */
export async function getLink(token: string): Promise<OneTimeLink> {
  const row = await db()
    .selectFrom("one_time_links")
    .innerJoin("users", "users.id", "one_time_links.user_id")
    .select(["users.name", "users.email", "purpose"])
    .where("token_hash", "=", digestOf(token))
    .where("used_at", "is", null)
    .where("expires_at", ">", Date.now())
    .where("users.active", "=", 1)
    .executeTakeFirst();
  if (!row) throw overLink();
  return row;
}

/** What can't be a token, the empty one above all, is looked up nowhere. @throws AppError not_found */
export function digestOf(token: string) {
  const digest = digestToken(token);
  if (!digest) throw overLink();
  return digest;
}

export const overLink = () =>
  new AppError("not_found", "This link has ended or was used already. Ask for a new one.");

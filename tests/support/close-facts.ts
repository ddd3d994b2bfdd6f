import type { Selectable } from "kysely";
import type { CloseRow } from "@/lib/conversations/next-close-state";
import type { Database } from "@/lib/db/schema";
import { db } from "@/lib/db/store";
import type { Conversation } from "./jelou/conversations.ts";

/** One time that Jelou ended a conversation. `tag` names the close whose call did it; null where it was Jelou itself. */
export type Ending = {
  jelouId: string;
  startedAt: number;
  closedAt: number;
  tag: string | null;
  payload: Record<string, unknown>;
};

/** What the tags of all closes of one stretch of a conversation begin with. */
export const tagStart = ({ jelouId, startedAt }: Pick<Ending, "jelouId" | "startedAt">) =>
  `${jelouId}/${startedAt}/`;

/** A close that the desk took on. Its tag is its text for the customer, so that Jelou's end tells which call it was. */
export type Asked = { closeId: string; retries: number };

type OfJelou = {
  conversations: { jelou: Conversation; id: string }[];
  endings: Ending[];
  /** Those whose webhook the desk has taken. */
  told: Set<Ending>;
  asked: Map<string, Asked>;
  calls: { body: unknown; status: number | null }[];
};

type OfDesk = {
  rows: Selectable<Database["conversations"]>[];
  /** Oldest first. */
  closes: CloseRow[];
  attempts: { close_id: string; outcome: string }[];
};

/** What Jelou knows of a customer, and what the desk does. */
export type Facts = OfJelou & OfDesk;

export const readDesk = (conversationIds: string[]): Promise<OfDesk> =>
  db()
    .transaction()
    .execute(async (tx) => {
      const rows = await tx
        .selectFrom("conversations")
        .selectAll()
        .where("id", "in", conversationIds)
        .execute();
      const closes = await tx
        .selectFrom("closes")
        .selectAll()
        .where("conversation_id", "in", conversationIds)
        .orderBy("id")
        .execute();
      const attempts = await tx
        .selectFrom("close_attempts")
        .innerJoin("closes", "closes.id", "close_id")
        .select(["close_id", "outcome"])
        .where("conversation_id", "in", conversationIds)
        .execute();
      return { rows, closes, attempts };
    });

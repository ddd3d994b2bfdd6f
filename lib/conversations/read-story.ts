import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/store";
import { findRow, loadNames, toCloses } from "./read";
import type { Attempt, StoryItem } from "./schema";

const mostCloses = 50;
const mostAttempts = 500;

/** What was done to end a conversation, oldest first: of very many closes the latest. @throws AppError not_found */
export async function getStory(scope: Scope, id: string): Promise<StoryItem[]> {
  await findRow(db(), scope, id);
  const [closes, entries] = await Promise.all([listCloses(id), listEntries(id)]);
  return [...closes, ...entries].toSorted((a, b) => a.at - b.at);
}

async function listCloses(conversationId: string): Promise<StoryItem[]> {
  const rows = await db()
    .selectFrom("closes")
    .selectAll()
    .where("conversation_id", "=", conversationId)
    .orderBy("requested_at", "desc")
    .limit(mostCloses)
    .execute();
  const closes = await toCloses(rows);
  const attempts = await listAttempts(rows.map((row) => row.id));
  return rows.map((row, index) => ({
    kind: "close",
    at: row.requested_at,
    close: closes[index]!,
    attempts: attempts.get(row.id) ?? [],
    confirmation:
      row.confirmation === null
        ? null
        : (JSON.parse(row.confirmation) as {
            at: number;
            receivedAt: number;
            reason: string | null;
          }),
  }));
}

async function listAttempts(closeIds: string[]) {
  const attempts = new Map<string, Attempt[]>();
  const rows = await db()
    .selectFrom("close_attempts")
    .selectAll()
    .where("close_id", "in", [...closeIds, ""])
    .orderBy("started_at", "desc")
    .limit(mostAttempts)
    .execute();
  for (const row of rows) {
    const attempt: Attempt = {
      startedAt: row.started_at,
      latencyMs: row.ended_at === null ? null : row.ended_at - row.started_at,
      outcome: row.outcome as Attempt["outcome"],
      status: row.status,
      error: row.error === null ? null : (JSON.parse(row.error) as Attempt["error"]),
    };
    attempts.set(row.close_id, [attempt, ...(attempts.get(row.close_id) ?? [])]);
  }
  return attempts;
}

async function listEntries(conversationId: string): Promise<StoryItem[]> {
  const rows = await db()
    .selectFrom("story_entries")
    .selectAll()
    .where("conversation_id", "=", conversationId)
    .orderBy("at", "desc")
    .limit(mostCloses)
    .execute();
  const names = await loadNames(rows.flatMap((row) => [row.by_id, row.subject_id]));
  const person = (id: string) => ({ id, name: names.get(id) ?? "" });
  return rows.map((row) => ({
    kind: row.kind,
    at: row.at,
    by: person(row.by_id),
    note: row.note,
    to: row.subject_id === null ? null : person(row.subject_id),
  }));
}

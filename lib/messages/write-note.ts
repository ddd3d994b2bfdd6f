import { v7 as uuid } from "uuid";
import type { Scope } from "@/lib/auth/scope";
import { findRow } from "@/lib/conversations/read";
import type { Message } from "@/lib/conversations/schema";
import { type MessageRow, tellOfMessage } from "@/lib/conversations/write-message";
import type { Tx } from "@/lib/db/open";
import { write } from "@/lib/db/store";
import { AppError } from "@/lib/errors";
import { appendLive } from "@/lib/live/write";
import { listPeople } from "@/lib/users/read";
import type { NoteInput } from "./input";
import { readMessage } from "./read";
import { findPosted, usedForAnother } from "./write";

/**
 * Writes a note into the thread, for the team alone, also of a closed conversation; whom it mentions is told.
 * @throws AppError not_found; bad_input for somebody who doesn't see the project; conflict for a `clientId` that came before
 * with something else
 */
export async function writeNote(
  scope: Scope,
  conversationId: string,
  input: NoteInput,
): Promise<Message> {
  const id = await write(async (tx) => {
    const { project_id } = await findRow(tx, scope, conversationId);
    const known = await findPosted(tx, scope, conversationId, input.clientId);
    if (known) {
      requireSame(known, input);
      return known.id;
    }
    const mentions = await findMentioned(tx, project_id, input.mentions);
    const noteId = uuid();
    const now = Date.now();
    await tx
      .insertInto("messages")
      .values({
        id: noteId,
        project_id,
        conversation_id: conversationId,
        jelou_message_id: null,
        direction: "note",
        type: "text",
        content: JSON.stringify({ body: input.text, mentions }),
        author_id: scope.agentId,
        at: now,
        sort_at: now,
        state: "noted",
        client_id: input.clientId ?? null,
      })
      .execute();
    await tellOfMessage(tx, project_id, conversationId, noteId);
    const others = mentions.filter((person) => person.id !== scope.agentId);
    await tellMentioned(tx, { noteId, conversationId, project_id }, others, now);
    return noteId;
  });
  return readMessage(id);
}

function requireSame(known: MessageRow, input: NoteInput) {
  const { body } = JSON.parse(known.content) as { body?: string };
  if (known.direction !== "note" || body !== input.text) throw usedForAnother();
}

async function findMentioned(tx: Tx, projectId: string, ids: string[]) {
  if (ids.length === 0) return [];
  const people = new Map((await listPeople(tx, projectId)).map((each) => [each.id, each.name]));
  return [...new Set(ids)].map((id) => {
    const name = people.get(id);
    if (name === undefined) {
      const message = "One of these people doesn't see this project, or not any more.";
      throw new AppError("bad_input", `mentions: ${message}`, { fields: { mentions: [message] } });
    }
    return { id, name };
  });
}

type Place = { noteId: string; conversationId: string; project_id: string };

async function tellMentioned(
  tx: Tx,
  { noteId, conversationId, project_id }: Place,
  people: { id: string }[],
  now: number,
) {
  if (people.length === 0) return;
  await tx
    .insertInto("mentions")
    .values(
      people.map((person) => ({
        message_id: noteId,
        user_id: person.id,
        conversation_id: conversationId,
        at: now,
        seen_at: null,
      })),
    )
    .execute();
  await appendLive(
    tx,
    people.map((person) => ({
      kind: "mention",
      project_id,
      conversation_id: conversationId,
      message_id: noteId,
      user_id: person.id,
    })),
    now,
  );
}

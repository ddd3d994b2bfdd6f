import type { Outgoing } from "@/lib/messages/client";
import type { Upload } from "@/lib/uploads/schema";
import { splitCaption } from "./split-caption";

type Author = Outgoing["author"];

export const toText = (conversationId: string, author: Author, text: string): Outgoing => ({
  kind: "message",
  type: "text",
  conversationId,
  clientId: crypto.randomUUID(),
  author,
  content: { body: text.trim() },
  body: { type: "text", text: text.trim() },
});

export function toMedia(
  conversationId: string,
  author: Author,
  { id, type, mimeType, filename, size }: Upload,
  caption: string | null,
): Outgoing {
  const words = caption === null ? {} : { caption };
  return {
    kind: "message",
    type,
    conversationId,
    clientId: crypto.randomUUID(),
    author,
    content: { upload: id, url: `/api/uploads/${id}`, mimeType, filename, size, ...words },
    body: { type: "media", uploadId: id, ...words },
  };
}

/** The messages that an answer comes to, in the order in which the customer gets them. */
export function toAnswers(
  conversationId: string,
  author: Author,
  text: string,
  uploads: Upload[],
): Outgoing[] {
  const types = uploads.map(({ type }) => type);
  const { caption, rest } = splitCaption(text, types);
  return [
    ...uploads.map((upload, index) =>
      toMedia(conversationId, author, upload, index === 0 ? caption : null),
    ),
    ...(rest === null ? [] : [toText(conversationId, author, rest)]),
  ];
}

export const toNote = (
  conversationId: string,
  author: Author,
  text: string,
  mentioned: { id: string; name: string }[],
): Outgoing => ({
  kind: "note",
  conversationId,
  clientId: crypto.randomUUID(),
  author,
  content: { body: text.trim(), mentions: mentioned.map(({ id, name }) => ({ id, name })) },
  body: { text: text.trim(), mentions: mentioned.map(({ id }) => id) },
});

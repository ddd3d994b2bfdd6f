import * as z from "zod";
import { longestCaption, longestText } from "./schema";

const id = z.string().min(1).max(100);
const customerText = z.string().trim().min(1).max(longestText);

/** `clientId`: made by whoever posts, so that posting the same again makes no second message. */
export const messageInput = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: customerText, clientId: id.optional() }),
  z.strictObject({
    type: z.literal("media"),
    uploadId: id,
    caption: z.string().trim().max(longestCaption).optional(),
    clientId: id.optional(),
  }),
]);
export type MessageInput = z.output<typeof messageInput>;

export const noteInput = z.strictObject({
  text: customerText,
  /** Who is told of it, by their ids. */
  mentions: z.array(id).max(50).default([]),
  clientId: id.optional(),
});
export type NoteInput = z.output<typeof noteInput>;

export const draftInput = z.strictObject({ text: z.string().max(2 * longestText) });
export const draftParams = z.object({
  id: z.string().regex(/^[\w-]{1,100}$/),
  kind: z.enum(["answer", "note"]),
});

import * as z from "zod/mini";
import { message } from "@/lib/conversations/schema";

/** WhatsApp's own limits of a text and of a caption. */
export const longestText = 4096;
export const longestCaption = 1024;

export const messageAnswer = z.object({ message });

export const draftKinds = ["answer", "note"] as const;
export type DraftKind = (typeof draftKinds)[number];

export const draft = z.object({
  kind: z.enum(draftKinds),
  text: z.string(),
  updatedAt: z.int(),
});
export type Draft = z.infer<typeof draft>;

export const draftList = z.object({ items: z.array(draft), nextCursor: z.null() });

import * as z from "zod";
import { conversationStatuses, sorts } from "./schema";

const limit = (most: number) => z.coerce.number().int().min(1).max(most).default(50);

export const listParams = z.object({
  status: z.enum([...conversationStatuses, "all"]).optional(),
  project: z.string().max(100).optional(),
  assignee: z.string().max(100).optional(),
  q: z.string().max(200).optional(),
  sort: z.enum(sorts).default("activity"),
  cursor: z.string().max(200).optional(),
  limit: limit(100),
});
export type ListParams = z.output<typeof listParams>;

export const threadParams = z.object({ before: z.string().max(200).optional(), limit: limit(100) });

export const closeInput = z.strictObject({
  message: z
    .discriminatedUnion("type", [
      z.strictObject({ type: z.literal("text"), text: z.string().trim().min(1).max(4096) }),
      z.strictObject({
        type: z.literal("edge"),
        routeId: z
          .undefined({ error: "Bot routes can't be chosen yet: leave routeId out." })
          .optional(),
      }),
    ])
    .nullable(),
  reasonId: z
    .undefined({ error: "Close reasons can't be chosen yet: leave reasonId out." })
    .optional(),
  note: z.string().trim().max(2000).optional(),
  undoMs: z.number().int().min(0).max(10_000).default(5_000),
});
export type CloseInput = z.output<typeof closeInput>;

export const markInput = z.strictObject({ note: z.string().trim().min(1).max(2000) });

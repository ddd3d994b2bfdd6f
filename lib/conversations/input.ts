import * as z from "zod";
import { templateLanguages } from "@/lib/projects/schema";
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

/** Which conversations, whatever their order and page. */
export const matchParams = z.strictObject(
  listParams.pick({ status: true, project: true, assignee: true, q: true }).shape,
);
export type MatchParams = z.output<typeof matchParams>;

export const threadParams = z.object({ before: z.string().max(200).optional(), limit: limit(100) });

const id = z.string().max(100);

/** What a close is made of, whether of one conversation or of many. */
export const closeFields = {
  message: z
    .discriminatedUnion("type", [
      z.strictObject({ type: z.literal("text"), text: z.string().trim().min(1).max(4096) }),
      z.strictObject({
        type: z.literal("template"),
        templateId: id,
        language: z.enum(templateLanguages).optional(),
      }),
      z.strictObject({ type: z.literal("edge"), routeId: id.optional() }),
    ])
    .nullable(),
  reasonId: id.nullable().optional(),
  note: z.string().trim().max(2000).optional(),
  /** How long it can be undone; left out, as long as the project's rules say. */
  undoMs: z.number().int().min(0).max(10_000).optional(),
};

export const closeInput = z.strictObject(closeFields);
export type CloseInput = z.output<typeof closeInput>;

export const markInput = z.strictObject({ note: z.string().trim().min(1).max(2000) });

/** Somebody's id, "me", or null for nobody. */
export const assigneeInput = z.strictObject({ userId: z.string().min(1).max(100).nullable() });

const initialMessage = z.string().trim().min(1).max(4096).optional();

export const startInput = z.strictObject({ initialMessage });
export type StartInput = z.output<typeof startInput>;

/** As Jelou's webhook brings them: texts, or numbers that stand for texts. */
const jelouId = z.union([z.string(), z.number().int().safe().transform(String)]).pipe(
  z
    .string()
    .trim()
    .min(1)
    .max(256)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    .regex(/^[^\u0000-\u001F\u007F]*$/, "Has characters that an id can't have."),
);

const mostMetadataBytes = 16 * 1024;

export const newConversation = z.strictObject({
  projectId: id,
  botId: jelouId,
  /** The customer's, a WhatsApp number as a rule. */
  userId: jelouId,
  initialMessage,
  metadata: z
    .record(z.string(), z.unknown())
    .refine(isSmall, `Larger than ${mostMetadataBytes} bytes.`)
    .optional(),
  assignment: z
    .strictObject({ type: z.enum(["queue", "operator", "team"]), target: jelouId })
    .optional(),
});
export type NewConversation = z.output<typeof newConversation>;

function isSmall(metadata: unknown) {
  return new TextEncoder().encode(JSON.stringify(metadata)).length <= mostMetadataBytes;
}

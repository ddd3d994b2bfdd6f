import * as z from "zod/mini";

/** Of a project, and of one person: beyond it nobody finds anything any more. */
export const mostAnswers = 500;

export const cannedAnswer = z.object({
  id: z.string(),
  /** Null for one's own. */
  projectId: z.nullable(z.string()),
  /** Without its slash. */
  shortcut: z.string(),
  text: z.string(),
  usageCount: z.int(),
});
export type CannedAnswer = z.infer<typeof cannedAnswer>;

export const cannedAnswerList = z.object({ items: z.array(cannedAnswer), nextCursor: z.null() });

import * as z from "zod";
import { templateText } from "@/lib/projects/input";
import { foldShortcut, isShortcut } from "./fold-shortcut";

const shortcut = z
  .string()
  .max(100)
  .overwrite(foldShortcut)
  .refine(isShortcut, "1 to 32 letters, digits, - and _, without spaces.");

export const answerParams = z.object({ project: z.string().max(100).optional() });

const fields = { shortcut, text: templateText() };

export const newAnswer = z.strictObject({
  /** Left out or null, it is one's own. */
  projectId: z.string().max(100).nullable().optional(),
  ...fields,
});
export type NewAnswer = z.output<typeof newAnswer>;

export const answerChange = z.strictObject(fields).partial();
export type AnswerChange = z.output<typeof answerChange>;

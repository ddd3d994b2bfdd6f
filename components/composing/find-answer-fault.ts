import { longestText } from "@/lib/messages/schema";
import { holdsPlaceholder } from "@/lib/projects/fill-template";
import type { Attachment } from "./keep-attachments";

export type AnswerFault = "tooLong" | "placeholder" | "arriving" | "files";

type Arrival = Pick<Attachment, "upload" | "fault">;

/** What keeps an answer from being sent. */
export function findAnswerFault(text: string, files: Arrival[]): AnswerFault | null {
  if (text.trim().length > longestText) return "tooLong";
  if (holdsPlaceholder(text)) return "placeholder";
  if (files.some(({ fault }) => fault !== null)) return "files";
  return files.some(({ upload }) => upload === null) ? "arriving" : null;
}

import { longestCaption } from "@/lib/messages/schema";
import type { UploadType } from "@/lib/uploads/schema";

/**
 * What of a text goes with the first file as its caption, and what goes as a message of its own after the files: all of
 * it the one or the other. Jelou takes words with pictures and videos only.
 */
export function splitCaption(
  text: string,
  types: UploadType[],
): { caption: string | null; rest: string | null } {
  const written = text.trim();
  if (written === "") return { caption: null, rest: null };
  const [first] = types;
  const takesIt = (first === "image" || first === "video") && written.length <= longestCaption;
  return takesIt ? { caption: written, rest: null } : { caption: null, rest: written };
}

import { limits, type UploadType } from "@/lib/uploads/schema";

const shown: Partial<Record<string, UploadType>> = {
  "image/jpeg": "image",
  "image/png": "image",
  "video/mp4": "video",
  "video/3gpp": "video",
  "audio/aac": "audio",
  "audio/mp4": "audio",
  "audio/x-m4a": "audio",
  "audio/mpeg": "audio",
  "audio/amr": "audio",
  "audio/ogg": "audio",
};

/** As far as the browser can tell by the name; the desk looks into it. What WhatsApp doesn't show goes as a document. */
export const guessType = (mimeType: string): UploadType =>
  shown[mimeType.split(";")[0]?.trim().toLowerCase() ?? ""] ?? "document";

export type FileFault = { kind: "empty" } | { kind: "tooLarge"; type: UploadType; limit: number };

/** What can be said of a file before a byte of it has been sent. */
export function checkFile({ size, type: mimeType }: Pick<File, "size" | "type">): FileFault | null {
  const type = guessType(mimeType);
  if (size === 0) return { kind: "empty" };
  return size > limits[type] ? { kind: "tooLarge", type, limit: limits[type] } : null;
}

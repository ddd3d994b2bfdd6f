import * as z from "zod/mini";

export const uploadTypes = ["image", "video", "audio", "document"] as const;
export type UploadType = (typeof uploadTypes)[number];

const mebibyte = 1024 * 1024;

/**
 * In bytes, as WhatsApp takes them: developers.facebook.com/docs/whatsapp/cloud-api/reference/media, "Supported media
 * types".
 */
export const limits: Record<UploadType, number> = {
  image: 5 * mebibyte,
  video: 16 * mebibyte,
  audio: 16 * mebibyte,
  document: 100 * mebibyte,
};

export const upload = z.object({
  id: z.string(),
  type: z.enum(uploadTypes),
  mimeType: z.string(),
  filename: z.string(),
  size: z.int(),
});
export type Upload = z.infer<typeof upload>;

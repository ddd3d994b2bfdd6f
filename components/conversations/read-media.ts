import * as z from "zod/mini";
import type { Message } from "@/lib/conversations/schema";

const shape = z.object({
  url: z.catch(z.optional(z.string()), undefined),
  upload: z.catch(z.optional(z.string()), undefined),
  mimeType: z.catch(z.nullish(z.string()), undefined),
  caption: z.catch(z.nullish(z.string()), undefined),
  filename: z.catch(z.nullish(z.string()), undefined),
  size: z.catch(z.optional(z.number()), undefined),
});

export const mediaTypes = ["image", "video", "audio", "document"] as const;
export type MediaType = (typeof mediaTypes)[number];

export type Media = {
  type: MediaType;
  address: string;
  /** Of the desk itself, so it may be downloaded under its name. */
  isOurs: boolean;
  mimeType: string;
  caption: string;
  filename: string;
  size: number | undefined;
};

/**
 * What a message shows or offers besides words. Of what people at the desk send only their upload's own path is an
 * address, of what customers send only http(s); anything else is none.
 */
export function readMedia({
  type,
  content,
  direction,
}: Pick<Message, "type" | "content" | "direction">): Media | undefined {
  const kind = mediaTypes.find((each) => each === type);
  const { url, upload, mimeType, caption, filename, size } = shape.safeParse(content).data ?? {};
  if (!kind || url === undefined) return undefined;
  const isOurs = direction !== "in" && upload !== undefined && url === pathOf(upload);
  const address = isOurs ? url : webAddress(url);
  if (address === undefined) return undefined;
  return {
    type: kind,
    address,
    isOurs,
    mimeType: mimeType ?? "",
    caption: caption ?? "",
    filename: showWhole(filename ?? ""),
    size,
  };
}

/** What hides in a name, or turns the rest of it round, makes a program look like a paper. */
const showWhole = (name: string) => name.replace(/(?!\u200D)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "");

const pathOf = (upload: string) =>
  /^[\w-]{1,100}$/.test(upload) ? `/api/uploads/${upload}` : undefined;

const webAddress = (text: string) =>
  /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text).href : undefined;

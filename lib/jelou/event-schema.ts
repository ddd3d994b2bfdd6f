import * as z from "zod";
import { cleanText, cutText, straighten } from "./clean-text";

/** What Jelou posts to us, in Jelou's names; unknown fields are let through unread. */
const idText = z
  .union([z.string(), z.number().int().safe().transform(String)])
  .pipe(z.string().min(1).max(256).refine(isPlain, "has characters that an id can't have"));

const text = z.string().transform(cleanText);
/** People's names fit; a mebibyte of one would cost seconds to fold and index for searching. */
const longestName = 200;
const longestInitialMessage = 1_000;
const nameText = text
  .nullish()
  .transform((name) => cutText(straighten(name ?? ""), longestName) || null);
const optionalText = text.nullish().transform((value) => value ?? null);

const common = z.object({
  timestamp: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  project_id: idText.optional(),
  room_id: idText.nullish().transform((id) => id ?? null),
  contact: z.object({ id: idText, name: nameText }),
  conversation: z.object({ id: idText }),
  bot: z.object({ id: idText, name: nameText }),
});

export const startEvent = common.extend({
  value: z
    .object({
      // It stands in one line of every list row.
      initialMessage: optionalText.transform(
        (words) => words && cutText(words, longestInitialMessage),
      ),
      metadata: z.unknown().optional(),
      assignment: z.unknown().optional(),
    })
    .nullish(),
});

export const closeEvent = common.extend({
  value: z.object({ reason: optionalText, redirectPayload: z.unknown().optional() }).nullish(),
});

export const messageEvent = common.extend({
  value: z.object({ id: idText, type: idText, content: z.unknown() }),
});

const media = z
  .object({
    url: text,
    mime_type: optionalText,
    caption: optionalText,
    filename: optionalText,
  })
  .transform(({ mime_type, ...rest }) => ({ mimeType: mime_type, ...rest }));

export const contentByType: Record<string, z.ZodType<Record<string, unknown>>> = {
  text: z.object({ body: text }),
  image: media,
  video: media,
  audio: media,
  document: media,
};

const idOf = z.object({ id: idText }).optional().catch(undefined);

/** What an event seems to be about, also one that can't be read. */
export const mentioned = z
  .object({ conversation: idOf, contact: idOf, value: idOf })
  .catch({ conversation: undefined, contact: undefined, value: undefined });

export const discriminator = z.object({
  event: z.string().nullish(),
  event_type: z.string().nullish(),
  project_id: z.unknown().optional(),
});

function isPlain(id: string) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return id.isWellFormed() && !/[\u0000-\u001F\u007F]/.test(id);
}

import type { CustomerMessage } from "./sandbox.ts";
import type { Random } from "./seeded-random.ts";
import type { Line } from "./stories.ts";
import { details } from "./stories.ts";

function fillIn(text: string, random: Random): string {
  return text.replace(/\{(\w+)\}/g, (slot, name: string) =>
    details[name] ? random.pick(details[name]) : slot,
  );
}

/** What WhatsApp would carry for that line; files come from the sandbox at `url`. */
export function writeLine(line: Line, url: string, random: Random): CustomerMessage {
  if (typeof line === "string") return { type: "text", content: { body: fillIn(line, random) } };
  if ("photo" in line) {
    const caption = line.caption && fillIn(line.caption, random);
    const content = { url: `${url}/media/${line.photo}.png`, mime_type: "image/png" };
    return { type: "image", content: { ...content, ...(caption && { caption }) } };
  }
  if ("voice" in line) {
    const content = { url: `${url}/media/${line.voice}.wav`, mime_type: "audio/wav" };
    return { type: "audio", content };
  }
  const filename = `${fillIn(line.document, random)}.pdf`;
  const content = { url: `${url}/media/${filename}`, mime_type: "application/pdf", filename };
  return { type: "document", content };
}

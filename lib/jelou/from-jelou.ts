import { createHash } from "node:crypto";
import * as z from "zod";
import { cleanText, cutText } from "./clean-text";
import {
  closeEvent,
  contentByType,
  discriminator,
  mentioned,
  messageEvent,
  startEvent,
} from "./event-schema";

type Common = {
  /** Jelou's time of the event. */
  at: number;
  jelouConversationId: string;
  roomId: string | null;
  bot: { id: string; name: string | null };
  contact: { id: string; name: string | null };
};

export type JelouEvent = Common &
  (
    | {
        kind: "start";
        initialMessage: string | null;
        /** JSON as text, since only people read it. */
        metadata: string | null;
        assignment: string | null;
      }
    | { kind: "close"; reason: string | null }
    | {
        kind: "message";
        jelouMessageId: string;
        type: string;
        content: Record<string, unknown>;
        preview: string;
      }
  );

/** A signed body as we could read it. `dedupeKey` and `contentHash` tell a repeat from another thing of the same name. */
export type Reading = { dedupeKey: string; contentHash: string } & (
  | { event: JelouEvent; reason?: undefined }
  | { event: undefined; reason: string; kind: string | null; about: About }
);

/** Jelou's ids as they stand in what couldn't be read, so that it can be found and forgotten. */
type About = {
  conversationId: string | null;
  contactId: string | null;
  messageId: string | null;
};

const kinds: Record<string, JelouEvent["kind"]> = {
  "conversation.start": "start",
  start: "start",
  "conversation.close": "close",
  close: "close",
  message: "message",
};

const maxJsonText = 64 * 1024;

/** Never throws: what can't be read comes back with the reason. */
export function fromJelou(raw: Uint8Array, jelouProjectId: string): Reading {
  const rawHash = sha256(raw);
  const body = parseJson(raw);
  const unread = (reason: string, kind: string | null = null): Reading => ({
    dedupeKey: `raw:${rawHash}`,
    contentHash: rawHash,
    event: undefined,
    reason,
    kind,
    about: readAbout(body),
  });
  if (body === undefined) return unread("This is not JSON in UTF-8.");
  const envelope = discriminator.safeParse(body);
  if (!envelope.success) return unread("This is not an event object.");
  const name = envelope.data.event ?? envelope.data.event_type ?? null;
  const shownName = name === null ? null : cutText(cleanText(name), 80);
  const kind = name !== null && Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (!kind) return unread("This kind of event is unknown.", shownName);
  if (!isOfProject(envelope.data.project_id, jelouProjectId)) {
    return unread("The project in the body is not the one of this address.", shownName);
  }
  try {
    const event = readEvent(kind, body);
    return event.kind === "message"
      ? {
          event,
          dedupeKey: `message:${sha256(JSON.stringify([event.jelouConversationId, event.jelouMessageId]))}`,
          contentHash: sha256(JSON.stringify([event.type, event.content])),
        }
      : { event, dedupeKey: `raw:${rawHash}`, contentHash: rawHash };
  } catch (error) {
    if (error instanceof z.ZodError) return unread(describe(error), shownName);
    if (error instanceof RangeError)
      return unread("This is nested too deep or too large.", shownName);
    throw error;
  }
}

/** Never made text of whatever came: a list in a list, a hundred thousand deep, overflows the stack. */
const isOfProject = (given: unknown, jelouProjectId: string) =>
  given === undefined ||
  ((typeof given === "string" || typeof given === "number") && String(given) === jelouProjectId);

function readAbout(body: unknown): About {
  const { conversation, contact, value } = mentioned.parse(body);
  return {
    conversationId: conversation?.id ?? null,
    contactId: contact?.id ?? null,
    messageId: value?.id ?? null,
  };
}

function readEvent(kind: JelouEvent["kind"], body: unknown): JelouEvent {
  switch (kind) {
    case "start": {
      const { value, ...rest } = startEvent.parse(body);
      return {
        ...common(rest),
        kind,
        initialMessage: value?.initialMessage ?? null,
        metadata: jsonText(value?.metadata),
        assignment: jsonText(value?.assignment),
      };
    }
    case "close": {
      const { value, ...rest } = closeEvent.parse(body);
      return { ...common(rest), kind, reason: value?.reason ?? null };
    }
    case "message": {
      const { value, ...rest } = messageEvent.parse(body);
      const content = readContent(value.type, value.content);
      return {
        ...common(rest),
        kind,
        jelouMessageId: value.id,
        type: value.type,
        content,
        preview: previewContent(content),
      };
    }
  }
}

const common = (event: Omit<z.infer<typeof closeEvent>, "value">): Common => ({
  at: event.timestamp,
  jelouConversationId: event.conversation.id,
  roomId: event.room_id,
  bot: event.bot,
  contact: event.contact,
});

/** A type we don't know keeps its content as text, so that an agent at least sees that something came. */
function readContent(type: string, content: unknown): Record<string, unknown> {
  const known = Object.hasOwn(contentByType, type) ? contentByType[type] : undefined;
  return known ? known.parse(content) : { raw: jsonText(content) };
}

/** A message in a line of a list; empty where only its type says what it is. */
export function previewContent(content: Record<string, unknown>) {
  const words = content.body ?? content.caption ?? content.filename;
  return typeof words === "string" ? cutText(words, 160) : "";
}

/** @throws RangeError when it is nested too deep for JSON.stringify, or too large to keep. */
function jsonText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = JSON.stringify(value);
  if (text.length > maxJsonText) throw new RangeError("too large");
  return cleanText(text);
}

function parseJson(raw: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(raw));
  } catch {
    return undefined;
  }
}

function describe(error: z.ZodError) {
  const [issue] = error.issues;
  return cutText(
    cleanText(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unreadable"}`),
    300,
  );
}

const sha256 = (data: Uint8Array | string) => createHash("sha256").update(data).digest("hex");

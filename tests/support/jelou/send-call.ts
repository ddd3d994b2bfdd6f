import type { IncomingHttpHeaders } from "node:http";
import type { ChatMessage, Conversation, Conversations } from "./conversations.ts";
import type { Outcome } from "./envelopes.ts";
import { failure, invalid, success } from "./envelopes.ts";
import { fetchMedia } from "./fetch-media.ts";
import type { FieldErrors } from "./field-checks.ts";
import { asRecord, asText, hasErrors, missingTexts } from "./field-checks.ts";
import type { Projects } from "./projects.ts";
import { isSignedBy } from "./sign.ts";

const contentField: Record<string, string> = {
  text: "body",
  image: "url",
  video: "url",
  audio: "url",
  document: "url",
};

export function answerSend(
  projects: Projects,
  headers: IncomingHttpHeaders,
  raw: Buffer,
  body: unknown,
  conversations: Conversations,
): Outcome {
  const fields = asRecord(body);
  const project = projects.get(asText(fields.project_id));
  if (!project || !isSignedBy(project.signingSecret, raw, headers["x-jelou-signature"])) {
    return failure(401, "Invalid signature");
  }
  const value = asRecord(fields.value);
  const errors = { ...envelopeErrors(fields), ...valueErrors(value) };
  if (hasErrors(errors)) return invalid(errors);

  const conversation = conversations.inRoom(project.id, asText(fields.room_id));
  if (!conversation || !isBetween(conversation, fields)) {
    return failure(404, "Room not found");
  }
  const id = asText(value.id);
  const outcome = { status: 200, body: success("Message received", { id }) };
  if (conversation.messages.some((message) => message.id === id)) return outcome;
  return {
    ...outcome,
    effect() {
      const content = asRecord(value.content);
      const type = asText(value.type);
      const message: ChatMessage = { id, from: "agent", type, content, at: Date.now() };
      conversation.messages.push(message);
      if (contentField[type] === "url") void keepMedia(message);
      return [];
    },
  };
}

/** The answer doesn't wait for it. */
async function keepMedia(message: ChatMessage): Promise<void> {
  message.media = await fetchMedia(asText(message.content.url));
}

function isBetween({ bot, user }: Conversation, fields: Record<string, unknown>): boolean {
  return bot.id === fields.bot_id && user.id === fields.user_id;
}

function envelopeErrors(fields: Record<string, unknown>): FieldErrors {
  const errors = missingTexts(fields, ["room_id", "bot_id", "user_id"]);
  const fixed = { field: "messages", object: "message_event", event_type: "incoming_message" };
  for (const [name, expected] of Object.entries(fixed)) {
    if (fields[name] !== expected) errors[name] = [`The ${name} must be ${expected}.`];
  }
  return errors;
}

function valueErrors(value: Record<string, unknown>): FieldErrors {
  const errors = missingTexts(value, ["id", "type"]);
  const needed = contentField[asText(value.type)];
  if (!needed) return { ...errors, "value.type": ["The type is not supported."] };
  const content = asRecord(value.content);
  const names = needed === "url" ? ["url", "mime_type"] : [needed];
  for (const [name, problems] of Object.entries(missingTexts(content, names))) {
    errors[`value.content.${name}`] = problems;
  }
  return errors;
}

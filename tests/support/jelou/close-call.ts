import type { Conversation, Conversations, CustomerGot } from "./conversations.ts";
import { endConversation } from "./conversations.ts";
import type { Outcome } from "./envelopes.ts";
import { closeSuccess, failure, invalid } from "./envelopes.ts";
import { closeEvent } from "./events.ts";
import type { FieldErrors } from "./field-checks.ts";
import { asRecord, asText, hasErrors, isRecord, missingTexts } from "./field-checks.ts";
import type { Project } from "./projects.ts";

export function answerClose(
  project: Project,
  body: unknown,
  conversations: Conversations,
  whenNothingActive: 404 | 200,
): Outcome {
  const fields = asRecord(body);
  const errors = {
    ...missingTexts(fields, ["botId", "userId"]),
    ...redirectErrors(fields.redirectPayload),
  };
  if (hasErrors(errors)) return invalid(errors);

  const botId = asText(fields.botId);
  const userId = asText(fields.userId);
  if (!project.bots.has(botId)) return failure(404, "Bot not found");
  if (!project.users.has(userId)) return failure(404, "User not found");

  const conversation = conversations.active(project.id, botId, userId);
  if (conversation) return closing(conversation, customerGets(fields.redirectPayload));
  const earlier = conversations.latest(project.id, botId, userId);
  return earlier && whenNothingActive === 200
    ? { status: 200, body: closeSuccess(earlier.id) }
    : failure(404, "Active conversation not found");
}

/** The answer of a Jelou that took the call for a conversation of its own choosing. */
export function answerCloseOf(
  conversationId: string,
  body: unknown,
  conversations: Conversations,
): Outcome {
  const conversation = conversations.get(conversationId);
  return conversation?.status === "open"
    ? closing(conversation, customerGets(asRecord(body).redirectPayload))
    : { status: 200, body: closeSuccess(conversationId) };
}

function closing(conversation: Conversation, got: CustomerGot | null): Outcome {
  return {
    status: 200,
    body: closeSuccess(conversation.id),
    effect() {
      endConversation(conversation, "closed_by_operator", got);
      return [closeEvent(conversation)];
    },
  };
}

function redirectErrors(payload: unknown): FieldErrors {
  if (payload === undefined) return {};
  if (!isRecord(payload)) return { redirectPayload: ["The redirectPayload must be an object."] };
  if (payload.type !== "text" && payload.type !== "edge") {
    return { "redirectPayload.type": ["The type must be one of: text, edge."] };
  }
  if (payload.type === "text") {
    return asText(payload.text) === ""
      ? { "redirectPayload.text": ["The text is required when type is text."] }
      : {};
  }
  const errors: FieldErrors = {};
  for (const name of ["skillId", "targetId"]) {
    if (payload[name] === undefined || isEdgeId(payload[name])) continue;
    errors[`redirectPayload.${name}`] = [`The ${name} must be a string or a number.`];
  }
  return errors;
}

function customerGets(payload: unknown): CustomerGot | null {
  if (!isRecord(payload)) return null;
  if (payload.type === "text") return { type: "text", text: asText(payload.text) };
  const { skillId, targetId } = payload;
  return {
    type: "edge",
    ...(isEdgeId(skillId) && { skillId }),
    ...(isEdgeId(targetId) && { targetId }),
  };
}

function isEdgeId(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

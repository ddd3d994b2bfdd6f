import type { Conversations } from "./conversations.ts";
import type { Outcome } from "./envelopes.ts";
import { failure, invalid, success } from "./envelopes.ts";
import type { StartDetails } from "./events.ts";
import { startEvent } from "./events.ts";
import type { FieldErrors } from "./field-checks.ts";
import { asRecord, asText, hasErrors, isRecord, missingTexts } from "./field-checks.ts";
import type { Project } from "./projects.ts";

export function answerStart(
  project: Project,
  body: unknown,
  conversations: Conversations,
): Outcome {
  const fields = asRecord(body);
  const errors = { ...missingTexts(fields, ["botId", "userId"]), ...detailErrors(fields) };
  if (hasErrors(errors)) return invalid(errors);

  const botId = asText(fields.botId);
  const userId = asText(fields.userId);
  if (!project.bots.has(botId)) return failure(404, "Bot not found");
  if (!project.users.has(userId)) return failure(404, "User not found");
  if (conversations.active(project.id, botId, userId)) {
    return invalid({ userId: ["The user already has an active conversation."] });
  }

  const { initialMessage, metadata, assignment } = fields as StartDetails;
  const answer = success("Conversation started successfully", { status: "active" });
  return {
    status: 200,
    body: answer,
    effect() {
      const conversation = conversations.open(project, { botId, userId, initialMessage });
      answer.data.conversationId = conversation.id;
      return [startEvent(conversation, { initialMessage, metadata, assignment })];
    },
  };
}

function detailErrors(fields: Record<string, unknown>): FieldErrors {
  const errors: FieldErrors = {};
  if (fields.initialMessage !== undefined && typeof fields.initialMessage !== "string") {
    errors.initialMessage = ["The initialMessage must be a string."];
  }
  if (fields.metadata !== undefined && !isRecord(fields.metadata)) {
    errors.metadata = ["The metadata must be an object."];
  }
  if (fields.assignment === undefined) return errors;
  const { type, target } = asRecord(fields.assignment);
  if (type !== "queue" && type !== "operator" && type !== "team") {
    errors["assignment.type"] = ["The type must be one of: queue, operator, team."];
  }
  if (asText(target) === "") errors["assignment.target"] = ["The target is required."];
  return errors;
}

import type { ChatMessage, Conversation } from "./conversations.ts";

export type EventName = "conversation.start" | "message" | "conversation.close";

export interface Announcement {
  name: EventName;
  projectId: string;
  conversationId: string;
  payload: Record<string, unknown>;
}

export interface StartDetails {
  initialMessage?: string;
  metadata?: Record<string, unknown>;
  assignment?: { type: "queue" | "operator" | "team"; target: string };
}

export function startEvent(conversation: Conversation, value: StartDetails): Announcement {
  return announce("conversation.start", conversation, {
    event: "conversation.start",
    timestamp: conversation.startedAt,
    field: "conversation",
    object: "conversation_event",
    event_type: "start",
    ...parties(conversation),
    value,
  });
}

export function messageEvent(conversation: Conversation, message: ChatMessage): Announcement {
  return announce("message", conversation, {
    field: "messages",
    object: "message_event",
    event_type: "message",
    timestamp: message.at,
    ...parties(conversation),
    value: { id: message.id, type: message.type, content: message.content },
  });
}

export function closeEvent(conversation: Conversation): Announcement {
  return announce("conversation.close", conversation, {
    event: "conversation.close",
    timestamp: conversation.closedAt,
    field: "conversation",
    object: "conversation_event",
    event_type: "close",
    ...parties(conversation),
    value: {
      reason: conversation.endedReason,
      ...(conversation.customerGot && { redirectPayload: conversation.customerGot }),
    },
  });
}

function announce(
  name: EventName,
  conversation: Conversation,
  payload: Record<string, unknown>,
): Announcement {
  return { name, projectId: conversation.projectId, conversationId: conversation.id, payload };
}

function parties(conversation: Conversation) {
  return {
    project_id: conversation.projectId,
    room_id: conversation.roomId,
    contact: conversation.user,
    conversation: { id: conversation.id },
    bot: conversation.bot,
  };
}

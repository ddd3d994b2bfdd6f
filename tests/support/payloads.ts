import { randomUUID } from "node:crypto";

type Parts = {
  project?: string;
  conversation?: string;
  contact?: string;
  name?: string | null;
  bot?: string;
  at?: number;
};

const common = ({
  project = "p1",
  conversation = "c1",
  contact = "u1",
  bot = "bot",
  ...rest
}: Parts) => ({
  timestamp: rest.at ?? 1_776_134_270_000,
  project_id: project,
  room_id: `room-of-${contact}`,
  contact: { id: contact, name: rest.name === undefined ? "Ana Paz" : rest.name },
  conversation: { id: conversation },
  bot: { id: bot, name: "Asistente" },
});

/** What Jelou posts when a conversation starts. */
export const startPayload = (parts: Parts & { value?: object } = {}) => ({
  event: "conversation.start",
  field: "conversation",
  object: "conversation_event",
  event_type: "start",
  ...common(parts),
  value: parts.value ?? {},
});

export const closePayload = (parts: Parts & { reason?: string } = {}) => ({
  event: "conversation.close",
  field: "conversation",
  object: "conversation_event",
  event_type: "close",
  ...common(parts),
  value: { reason: parts.reason ?? "closed_by_operator" },
});

type MessageParts = Parts & { id?: string; body?: string; type?: string; content?: unknown };

export const messagePayload = (parts: MessageParts = {}) => ({
  field: "messages",
  object: "message_event",
  event_type: "message",
  ...common(parts),
  value: {
    id: parts.id ?? randomUUID(),
    type: parts.type ?? "text",
    content: parts.content ?? { body: parts.body ?? "Hola" },
  },
});

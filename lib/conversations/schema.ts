import * as z from "zod/mini";

export const closeStates = [
  "waiting",
  "sending",
  "accepted",
  "confirmed",
  "refused",
  "unknown",
  "cancelled",
  "superseded",
] as const;

const time = z.int();
const person = z.object({ id: z.string(), name: z.string() });
const named = z.object({ id: z.string(), name: z.nullable(z.string()) });

const choice = z.object({ id: z.string(), name: z.string() });
const target = z.union([z.string(), z.number()]);

/** What the customer gets: nothing, a text (perhaps of a template), or back into the bot (perhaps by a route). */
export const closeMessage = z.nullable(
  z.discriminatedUnion("type", [
    z.object({ type: z.literal("text"), text: z.string(), template: z.optional(choice) }),
    z.object({
      type: z.literal("edge"),
      route: z.optional(choice),
      skillId: z.optional(target),
      targetId: z.optional(target),
    }),
  ]),
);
export type CloseMessage = z.infer<typeof closeMessage>;

const closeError = z.object({
  code: z.string(),
  message: z.string(),
  fields: z.optional(z.record(z.string(), z.array(z.string()))),
});

export const close = z.object({
  id: z.string(),
  conversationId: z.string(),
  state: z.enum(closeStates),
  requestedBy: person,
  message: closeMessage,
  reason: z.nullable(choice),
  note: z.nullable(z.string()),
  /** The bulk close it is part of. */
  bulkId: z.nullable(z.string()),
  attempts: z.int(),
  lastStatus: z.nullable(z.int()),
  lastError: z.nullable(closeError),
  requestedAt: time,
  dueAt: time,
  nextAttemptAt: z.nullable(time),
  settledAt: z.nullable(time),
  /** When Jelou's webhook came. */
  confirmedAt: z.nullable(time),
});
export type Close = z.infer<typeof close>;

export const conversationStatuses = ["open", "closing", "closed"] as const;

/** A conversation without what differs per agent: what the live stream carries. */
export const sharedConversation = z.object({
  id: z.string(),
  projectId: z.string(),
  jelouConversationId: z.string(),
  roomId: z.nullable(z.string()),
  bot: named,
  contact: named,
  status: z.enum(conversationStatuses),
  close: z.nullable(close),
  lastMessage: z.nullable(
    z.object({ direction: z.string(), type: z.string(), preview: z.string(), at: time }),
  ),
  messageCount: z.int(),
  /** When the customer wrote last: WhatsApp takes free messages for 24 hours from then on. */
  lastInAt: z.nullable(time),
  /** How many messages to the customer have failed and wait for a retry or to be discarded. */
  unsent: z.int(),
  waitingSince: z.nullable(time),
  wroteAfterClose: z.boolean(),
  assignee: z.nullable(person),
  metadata: z.unknown(),
  assignment: z.unknown(),
  initialMessage: z.nullable(z.string()),
  openedAt: time,
  updatedAt: time,
  activityAt: time,
  closedAt: z.nullable(time),
  endedReason: z.nullable(z.string()),
  marked: z.nullable(z.object({ by: person, note: z.string() })),
  revision: z.int(),
});
export type SharedConversation = z.infer<typeof sharedConversation>;

export const conversation = z.extend(sharedConversation, {
  unread: z.int(),
  /** Whether a note that this agent hasn't read yet names him. */
  mentioned: z.boolean(),
});
export type Conversation = z.infer<typeof conversation>;

export const message = z.object({
  id: z.string(),
  conversationId: z.string(),
  jelouMessageId: z.nullable(z.string()),
  direction: z.enum(["in", "out", "note"]),
  type: z.string(),
  content: z.record(z.string(), z.unknown()),
  author: z.nullable(named),
  at: time,
  /** Of one that goes out: queued, sent, failed or discarded. */
  state: z.string(),
  /** What the last attempt to send it came to, while it isn't sent. */
  error: z.nullable(z.object({ code: z.string(), message: z.string() })),
  /** The id that its sender gave it. */
  clientId: z.nullable(z.string()),
});
export type Message = z.infer<typeof message>;

export const sorts = ["activity", "waiting", "opened"] as const;
export type Sort = (typeof sorts)[number];

export const conversationPage = z.object({
  items: z.array(conversation),
  nextCursor: z.nullable(z.string()),
  live: z.string(),
});
export type ConversationPage = z.infer<typeof conversationPage>;

export const counts = z.object({
  inbox: z.number(),
  open: z.number(),
  closing: z.number(),
  closed: z.number(),
  mine: z.number(),
  unassigned: z.number(),
  /** Of mine, those with something unread. */
  unread: z.number(),
  /** Besides those, the ones with a note that names me and that I haven't seen. */
  mentioned: z.number(),
});
export type Counts = z.infer<typeof counts>;

export const messagePage = z.object({
  items: z.array(message),
  nextCursor: z.nullable(z.string()),
});
export type MessagePage = z.infer<typeof messagePage>;

export const closeAnswer = z.object({ close });

export const erased = z.object({
  conversations: z.number(),
  messages: z.number(),
  deliveries: z.number(),
});

export const attemptOutcomes = [
  "accepted",
  "refused",
  "limited",
  "unclear",
  "unreachable",
  "unanswered",
] as const;

/** One call to Jelou and what came of it. */
export const attempt = z.object({
  startedAt: time,
  /** Null where the answer was never seen. */
  latencyMs: z.nullable(z.int()),
  outcome: z.enum(attemptOutcomes),
  status: z.nullable(z.int()),
  error: z.nullable(closeError),
});
export type Attempt = z.infer<typeof attempt>;

const storyItem = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("close"),
    at: time,
    close,
    attempts: z.array(attempt),
    /** What the webhook said that confirmed it: Jelou's time, when it came, Jelou's reason. */
    confirmation: z.nullable(
      z.object({ at: time, receivedAt: time, reason: z.nullable(z.string()) }),
    ),
  }),
  z.object({
    kind: z.enum(["marked", "attended", "started", "start_unclear", "assigned"]),
    at: time,
    by: person,
    note: z.nullable(z.string()),
    /** Whom it was assigned to; null for nobody. */
    to: z.nullable(person),
  }),
]);
export type StoryItem = z.infer<typeof storyItem>;

/** What people and Jelou did to end a conversation, oldest first. */
export const story = z.object({ items: z.array(storyItem), nextCursor: z.null() });

export const matching = z.object({ total: z.int() });

export const started = z.object({ jelouConversationId: z.nullable(z.string()) });

/** `id` is null where Jelou's webhook hasn't brought it yet. */
export const startedNew = z.extend(started, { id: z.nullable(z.string()) });

/** The bots that have had conversations in a project. */
export const botList = z.object({ items: z.array(named), nextCursor: z.null() });

/** One bulk close takes at most so many; more than that are not counted either. */
export const mostMatches = 20_000;

import * as z from "zod";

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

const time = z.number().int();
const person = z.object({ id: z.string(), name: z.string() });
const named = z.object({ id: z.string(), name: z.string().nullable() });

/** What the customer gets: nothing, a text, or back into the bot. */
export const closeMessage = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("text"), text: z.string().trim().min(1).max(4096) }),
    z.object({ type: z.literal("edge") }),
  ])
  .nullable();
export type CloseMessage = z.infer<typeof closeMessage>;

export const close = z.object({
  id: z.string(),
  conversationId: z.string(),
  state: z.enum(closeStates),
  requestedBy: person,
  message: closeMessage,
  note: z.string().nullable(),
  attempts: z.number().int(),
  lastStatus: z.number().int().nullable(),
  lastError: z
    .object({
      code: z.string(),
      message: z.string(),
      fields: z.record(z.string(), z.array(z.string())).optional(),
    })
    .nullable(),
  requestedAt: time,
  dueAt: time,
  nextAttemptAt: time.nullable(),
  settledAt: time.nullable(),
});
export type Close = z.infer<typeof close>;

export const conversationStatuses = ["open", "closing", "closed"] as const;

/** A conversation without what differs per agent: what the live stream carries. */
export const sharedConversation = z.object({
  id: z.string(),
  projectId: z.string(),
  jelouConversationId: z.string(),
  roomId: z.string().nullable(),
  bot: named,
  contact: named,
  status: z.enum(conversationStatuses),
  close: close.nullable(),
  lastMessage: z
    .object({ direction: z.string(), type: z.string(), preview: z.string(), at: time })
    .nullable(),
  messageCount: z.number().int(),
  waitingSince: time.nullable(),
  wroteAfterClose: z.boolean(),
  assignee: person.nullable(),
  metadata: z.unknown(),
  assignment: z.unknown(),
  initialMessage: z.string().nullable(),
  openedAt: time,
  updatedAt: time,
  activityAt: time,
  closedAt: time.nullable(),
  endedReason: z.string().nullable(),
  marked: z.object({ by: person, note: z.string() }).nullable(),
  revision: z.number().int(),
});
export type SharedConversation = z.infer<typeof sharedConversation>;

export const conversation = sharedConversation.extend({ unread: z.number().int() });
export type Conversation = z.infer<typeof conversation>;

export const message = z.object({
  id: z.string(),
  conversationId: z.string(),
  jelouMessageId: z.string().nullable(),
  direction: z.enum(["in", "out", "note"]),
  type: z.string(),
  content: z.record(z.string(), z.unknown()),
  author: named.nullable(),
  at: time,
  state: z.string(),
});
export type Message = z.infer<typeof message>;

export const sorts = ["activity", "waiting", "opened"] as const;
export type Sort = (typeof sorts)[number];

const limit = (most: number) => z.coerce.number().int().min(1).max(most).default(50);

export const listParams = z.object({
  status: z.enum(["open", "closing", "closed", "all"]).optional(),
  project: z.string().max(100).optional(),
  assignee: z.string().max(100).optional(),
  q: z.string().max(200).optional(),
  sort: z.enum(sorts).default("activity"),
  cursor: z.string().max(200).optional(),
  limit: limit(100),
});
export type ListParams = z.output<typeof listParams>;

export const conversationPage = z.object({
  items: z.array(conversation),
  nextCursor: z.string().nullable(),
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
});
export type Counts = z.infer<typeof counts>;

export const threadParams = z.object({ before: z.string().max(200).optional(), limit: limit(100) });

export const messagePage = z.object({
  items: z.array(message),
  nextCursor: z.string().nullable(),
});
export type MessagePage = z.infer<typeof messagePage>;

export const closeInput = z.strictObject({
  message: z
    .discriminatedUnion("type", [
      z.strictObject({ type: z.literal("text"), text: z.string().trim().min(1).max(4096) }),
      z.strictObject({
        type: z.literal("edge"),
        routeId: z
          .undefined({ error: "Bot routes can't be chosen yet: leave routeId out." })
          .optional(),
      }),
    ])
    .nullable(),
  reasonId: z
    .undefined({ error: "Close reasons can't be chosen yet: leave reasonId out." })
    .optional(),
  note: z.string().trim().max(2000).optional(),
  undoMs: z.number().int().min(0).max(10_000).default(5_000),
});
export type CloseInput = z.output<typeof closeInput>;

export const markInput = z.strictObject({ note: z.string().trim().min(1).max(2000) });

export const closeAnswer = z.object({ close });

export const erased = z.object({
  conversations: z.number(),
  messages: z.number(),
  deliveries: z.number(),
});

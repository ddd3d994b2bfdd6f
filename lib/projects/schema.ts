import * as z from "zod/mini";

/** What Jelou sends with each webhook besides its signature, in Jelou's words. */
export const authTypes = ["bearer", "api_key", "basic", "no_auth"] as const;
export type AuthType = (typeof authTypes)[number];

/** What Jelou has been told of our webhook. */
export const integration = z.object({
  webhookUrl: z.string(),
  authType: z.enum(authTypes),
  registeredAt: z.number(),
  updatedAt: z.number(),
});
export type Integration = z.infer<typeof integration>;

const secretHint = z.object({ set: z.literal(true), last4: z.string(), updatedAt: z.number() });

export const templateLanguages = ["es", "en", "pt"] as const;
export type TemplateLanguage = (typeof templateLanguages)[number];

/** What the dialog offers first, and what the desk sends when it closes by itself. */
export const messageChoice = z.discriminatedUnion("type", [
  z.object({ type: z.literal("none") }),
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({
    type: z.literal("template"),
    templateId: z.string(),
    language: z.optional(z.enum(templateLanguages)),
  }),
  z.object({ type: z.literal("edge"), routeId: z.optional(z.string()) }),
]);
export type MessageChoice = z.infer<typeof messageChoice>;

/** Times in minutes: closing after the last word to a silent customer, the warning before the close. */
export const autoClose = z.object({
  afterMinutes: z.int(),
  warning: z.nullable(z.object({ minutesBefore: z.int(), text: z.string() })),
  message: messageChoice,
  reasonId: z.nullable(z.string()),
});
export type AutoClose = z.infer<typeof autoClose>;

export const projectSummary = z.object({
  id: z.string(),
  name: z.string(),
  requireReason: z.boolean(),
  undoMs: z.int(),
  /** Whether agents may close a conversation that somebody else has. */
  closeOthers: z.boolean(),
  defaultMessage: z.nullable(messageChoice),
  autoClose: z.nullable(autoClose),
  /** Whether it points at Jelou itself, or at a stand-in. */
  sandbox: z.boolean(),
  closesPaused: z.boolean(),
  /** Null where an admin paused them; "unauthorized" after Jelou refused the credentials again and again. */
  closesPausedBecause: z.nullable(z.enum(["unauthorized"])),
});
export type ProjectSummary = z.infer<typeof projectSummary>;

export const project = z.extend(projectSummary, {
  jelouProjectId: z.string(),
  gatewayUrl: z.string(),
  messagesUrl: z.string(),
  signatureMode: z.enum(["raw", "json"]),
  webhookUrl: z.string(),
  credentials: z.nullable(z.extend(secretHint, { kind: z.enum(["basic", "api-key"]) })),
  webhookSecret: z.nullable(secretHint),
  webhookHeader: z.nullable(z.extend(secretHint, { kind: z.enum(["bearer", "api-key", "basic"]) })),
  /** So long an earlier secret or header is accepted beside them; null where none is. */
  overlapUntil: z.nullable(z.number()),
  /** Null where the desk has not registered itself: somebody may have done it by hand. */
  integration: z.nullable(z.extend(integration, { firstEventAt: z.nullable(z.number()) })),
  health: z.object({
    lastWebhookAt: z.nullable(z.number()),
    lastCloseAt: z.nullable(z.number()),
    lastError: z.nullable(z.object({ at: z.number(), code: z.string(), message: z.string() })),
  }),
  archivedAt: z.nullable(z.number()),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type Project = z.infer<typeof project>;

export const projectList = z.object({
  items: z.array(z.union([project, projectSummary])),
  nextCursor: z.nullable(z.string()),
});

export const testAnswer = z.object({
  ok: z.nullable(z.boolean()),
  detail: z.optional(z.string()),
});
export type TestAnswer = z.infer<typeof testAnswer>;

/** `reachable`: the desk itself gets an answer at its own address. `detail` says what it got instead. */
export const reachAnswer = z.object({
  isPublic: z.boolean(),
  reachable: z.boolean(),
  detail: z.optional(z.string()),
});
export type ReachAnswer = z.infer<typeof reachAnswer>;

export const closeReason = z.object({
  id: z.string(),
  name: z.string(),
  /** Its place in the list, from 0. */
  order: z.int(),
  active: z.boolean(),
  templateId: z.nullable(z.string()),
  routeId: z.nullable(z.string()),
});
export type CloseReason = z.infer<typeof closeReason>;

export const closeTemplate = z.object({
  id: z.string(),
  name: z.string(),
  texts: z.partialRecord(z.enum(templateLanguages), z.string()),
});
export type CloseTemplate = z.infer<typeof closeTemplate>;

const jelouTarget = z.nullable(z.union([z.string(), z.number()]));

export const closeRoute = z.object({
  id: z.string(),
  name: z.string(),
  skillId: jelouTarget,
  targetId: jelouTarget,
});
export type CloseRoute = z.infer<typeof closeRoute>;

export const closeReasonList = listOf(closeReason);
export const closeTemplateList = listOf(closeTemplate);
export const closeRouteList = listOf(closeRoute);

function listOf<T extends z.ZodMiniType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.null() });
}

import * as z from "zod/mini";

const secretHint = z.object({ set: z.literal(true), last4: z.string(), updatedAt: z.number() });

export const projectSummary = z.object({
  id: z.string(),
  name: z.string(),
  /** Whether it points at Jelou itself, or at a stand-in. */
  sandbox: z.boolean(),
  closesPaused: z.boolean(),
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

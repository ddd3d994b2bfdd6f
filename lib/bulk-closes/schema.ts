import * as z from "zod/mini";
import { closeStates } from "@/lib/conversations/schema";

export const bulkStates = ["waiting", "running", "stopped", "finished"] as const;

const time = z.int();
const named = z.object({ id: z.string(), name: z.nullable(z.string()) });

/** The state of its close where it has one; else whether its turn is to come, or why it never came to a close. */
export const bulkItem = z.object({
  conversationId: z.string(),
  contact: named,
  state: z.enum(["queued", "failed", "skipped", ...closeStates]),
  result: z.nullable(z.enum(["succeeded", "failed", "skipped"])),
  error: z.nullable(z.object({ code: z.string(), message: z.string() })),
});
export type BulkItem = z.infer<typeof bulkItem>;

export const bulkSummary = z.object({
  id: z.string(),
  total: z.int(),
  done: z.int(),
  succeeded: z.int(),
  failed: z.int(),
  skipped: z.int(),
  state: z.enum(bulkStates),
  requestedBy: z.object({ id: z.string(), name: z.string() }),
  requestedAt: time,
  dueAt: time,
  endedAt: z.nullable(time),
  /** Projects whose closes are paused, so that the rest of theirs waits. */
  pausedProjects: z.array(
    z.object({ id: z.string(), name: z.string(), because: z.nullable(z.string()) }),
  ),
});
export type BulkSummary = z.infer<typeof bulkSummary>;

export const bulkClose = z.extend(bulkSummary, {
  items: z.array(bulkItem),
  nextCursor: z.nullable(z.string()),
});
export type BulkClose = z.infer<typeof bulkClose>;

export const bulkList = z.object({ items: z.array(bulkSummary), nextCursor: z.null() });

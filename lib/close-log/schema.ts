import * as z from "zod/mini";
import { close, closeStates } from "@/lib/conversations/schema";

/** A state, or "failed" (refused and unknown) or "unconfirmed" (accepted, two minutes ago or more). */
export const logStates = [...closeStates, "failed", "unconfirmed"] as const;
export type LogState = (typeof logStates)[number];

const named = z.object({ id: z.string(), name: z.string() });

/** A close with what one needs to know it by. */
export const logEntry = z.object({
  close,
  projectId: z.string(),
  projectName: z.string(),
  contact: z.object({ id: z.string(), name: z.nullable(z.string()) }),
  /** Refused or unknown and still open, or accepted without its confirmation for two minutes. */
  needsAttention: z.boolean(),
});
export type LogEntry = z.infer<typeof logEntry>;

export const logPage = z.object({
  items: z.array(logEntry),
  nextCursor: z.nullable(z.string()),
});
export type LogPage = z.infer<typeof logPage>;

/** Upper ends of the classes of time from click to confirmation, in ms; the last class has none. */
export const confirmationClasses = [5_000, 10_000, 30_000, 60_000, 300_000] as const;

export const logSummary = z.object({
  /** Of the viewer's days, oldest first, only those with closes; "day" is 2026-11-22. */
  days: z.array(
    z.object({
      day: z.string(),
      total: z.int(),
      reasons: z.array(z.object({ name: z.nullable(z.string()), count: z.int() })),
    }),
  ),
  /** How many were confirmed within each of `confirmationClasses`, and beyond the last. */
  confirmations: z.array(z.int()),
  total: z.int(),
  /** Accepted or confirmed, but for the unconfirmed; refused or unknown; what is in none of the three is under way or undone. */
  succeeded: z.int(),
  failed: z.int(),
  unconfirmed: z.int(),
  /** Who and what the filters offer: of these projects and this time, whatever else is filtered by. */
  agents: z.array(named),
  reasons: z.array(named),
});
export type LogSummary = z.infer<typeof logSummary>;

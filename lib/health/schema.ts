import * as z from "zod/mini";

const check = z.object({
  status: z.enum(["ok", "failing"]),
  /** In a word: "timeout", "stuck", "nearly_full"; of the clock what to do. */
  detail: z.optional(z.string()),
});
export type Check = z.infer<typeof check>;

export const readiness = z.object({
  status: z.enum(["ready", "not_ready"]),
  checks: z.object({
    database: check,
    clock: check,
    disk: check,
    eventLoop: check,
    closer: check,
    sender: check,
    hub: check,
  }),
});
export type Readiness = z.infer<typeof readiness>;

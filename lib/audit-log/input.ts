import * as z from "zod";
import { auditActions, auditResults } from "@/lib/audit/schema";

const time = z.coerce.number().int().min(0);
const id = z.string().min(1).max(200);

export const auditFilter = z.object({
  actor: id.optional(),
  /** Several with commas between them. */
  action: z
    .string()
    .transform((text) => [...new Set(text.split(","))])
    .pipe(z.array(z.enum(auditActions)))
    .optional(),
  /** The id of what it was done to. */
  subject: id.optional(),
  project: id.optional(),
  result: z.enum(auditResults).optional(),
  address: id.optional(),
  from: time.optional(),
  to: time.optional(),
});
export type AuditFilter = z.output<typeof auditFilter>;

export const auditParams = auditFilter.extend({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, "This cursor is not one of ours. Start from the first page.")
    .transform(Number)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type AuditParams = z.output<typeof auditParams>;

import * as z from "zod/mini";
import { auditEntry } from "@/lib/audit/schema";

export const auditPage = z.object({
  items: z.array(auditEntry),
  nextCursor: z.nullable(z.string()),
});
export type AuditPage = z.infer<typeof auditPage>;

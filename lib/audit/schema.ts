import * as z from "zod/mini";

/** What the audit log tells of. */
export const auditActions = [
  "session.started",
  "session.refused",
  "session.ended",
  "password.changed",
  "password.reset_asked",
  "password.reset",
  "invitation.made",
  "invitation.taken",
  "second_factor.on",
  "second_factor.off",
  "recovery_codes.made",
  "identity.linked",
  "identity.unlinked",
  "user.created",
  "user.changed",
  "project.created",
  "project.changed",
  "credentials.saved",
  "credentials.tested",
  "webhook_auth.saved",
  "integration.registered",
  "integration.changed",
  "closing_setup.changed",
  "close.asked",
  "close.cancelled",
  "close.retried",
  "close.marked",
  "bulk.asked",
  "bulk.stopped",
  "bulk.retried",
  "delivery.replayed",
  "contact.erased",
  "export.made",
  "keys.changed",
  "data.restored",
  "access.refused",
] as const;
export type AuditAction = (typeof auditActions)[number];

export const auditResults = ["done", "refused", "failed"] as const;
export type AuditResult = (typeof auditResults)[number];

export const auditSubjects = [
  "user",
  "project",
  "conversation",
  "close",
  "bulk",
  "delivery",
  "setup",
  "export",
] as const;
export type AuditSubject = (typeof auditSubjects)[number];

export const auditEntry = z.object({
  id: z.string(),
  at: z.number(),
  action: z.enum(auditActions),
  result: z.enum(auditResults),
  /** Null where nobody was signed in; the name as it was then. */
  actor: z.nullable(z.object({ id: z.string(), name: z.string() })),
  subject: z.nullable(
    z.object({ kind: z.enum(auditSubjects), id: z.string(), name: z.nullable(z.string()) }),
  ),
  projectId: z.nullable(z.string()),
  address: z.nullable(z.string()),
  userAgent: z.nullable(z.string()),
  requestId: z.nullable(z.string()),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditEntry = z.infer<typeof auditEntry>;

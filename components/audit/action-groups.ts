import type { AuditAction } from "@/lib/audit/schema";

/** What one asks the log about; every action belongs to one. */
export const actionGroups = {
  access: [
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
    "access.refused",
  ],
  users: ["user.created", "user.changed"],
  projects: ["project.created", "project.changed"],
  secrets: [
    "credentials.saved",
    "credentials.tested",
    "webhook_auth.saved",
    "integration.registered",
    "integration.changed",
    "keys.changed",
  ],
  closingSetup: ["closing_setup.changed"],
  closes: [
    "close.asked",
    "close.cancelled",
    "close.retried",
    "close.marked",
    "bulk.asked",
    "bulk.stopped",
    "bulk.retried",
  ],
  data: ["delivery.replayed", "contact.erased", "export.made", "data.restored"],
} as const satisfies Record<string, readonly AuditAction[]>;

export type ActionGroup = keyof typeof actionGroups;
export const groupNames = Object.keys(actionGroups) as ActionGroup[];

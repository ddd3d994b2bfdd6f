import type { Selectable } from "kysely";
import { type AuditEntry, auditEntry } from "@/lib/audit/schema";
import type { Database } from "@/lib/db/schema";

export type AuditRow = Selectable<Database["audit_log"]>;

export const toEntry = (row: AuditRow): AuditEntry =>
  auditEntry.parse({
    id: String(row.seq),
    at: row.at,
    action: row.action,
    result: row.result,
    actor: row.actor_id === null ? null : { id: row.actor_id, name: row.actor_name ?? "" },
    subject:
      row.subject_kind === null
        ? null
        : { kind: row.subject_kind, id: row.subject_id, name: row.subject_name },
    projectId: row.project_id,
    address: row.address,
    userAgent: row.user_agent,
    requestId: row.request_id,
    detail: JSON.parse(row.detail),
  });

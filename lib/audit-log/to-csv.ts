import type { AuditEntry } from "@/lib/audit/schema";
import { type Columns, toIso } from "@/lib/http/stream-csv";

export const auditColumns: Columns<AuditEntry> = {
  id: ({ id }) => id,
  at: ({ at }) => toIso(at),
  actor_id: ({ actor }) => actor?.id ?? null,
  actor: ({ actor }) => actor?.name ?? null,
  action: ({ action }) => action,
  result: ({ result }) => result,
  subject_kind: ({ subject }) => subject?.kind ?? null,
  subject_id: ({ subject }) => subject?.id ?? null,
  subject: ({ subject }) => subject?.name ?? null,
  project_id: ({ projectId }) => projectId,
  address: ({ address }) => address,
  user_agent: ({ userAgent }) => userAgent,
  request_id: ({ requestId }) => requestId,
  detail: ({ detail }) => JSON.stringify(detail),
};

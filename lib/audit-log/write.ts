import { isEmpty } from "@/lib/audit/find-changes";
import { recordAudit } from "@/lib/audit/write";
import type { Scope } from "@/lib/auth/scope";
import { write } from "@/lib/db/store";

type Exported = "closes" | "audit";

/** That somebody takes a log away as a table, and how it was filtered; to be called before the first row goes out. */
export const recordExport = (
  { agentId }: Scope,
  what: Exported,
  filter: Record<string, unknown> & { project?: string | undefined },
) =>
  write((tx) =>
    recordAudit(tx, {
      action: "export.made",
      actorId: agentId,
      subject: { kind: "export", id: what },
      projectId: filter.project ?? null,
      detail: isEmpty(filter) ? {} : { filter },
    }),
  );

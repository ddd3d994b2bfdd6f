import { sql } from "kysely";
import type { Tx } from "@/lib/db/open";
import { metrics } from "@/lib/metrics";
import { requestFacts } from "@/lib/request-facts";
import type { AuditAction, AuditResult, AuditSubject } from "./schema";

type Audited = {
  action: AuditAction;
  /** Null where nobody is signed in. */
  actorId: string | null;
  result?: AuditResult;
  /** A user's or project's name is looked up where it isn't given. */
  subject?: { kind: AuditSubject; id: string; name?: string | null };
  projectId?: string | null;
  /** What it was about, in ids, names of fields and counts: never a secret, never a customer's words. */
  detail?: Record<string, unknown>;
};

/** Writes down who did what, in the transaction that does it: the one without the other isn't possible. */
export async function recordAudit(tx: Tx, audited: Audited, now = Date.now()) {
  const { action, actorId, result = "done", subject, projectId = null, detail = {} } = audited;
  const facts = requestFacts();
  metrics().audited.inc({ action, result });
  await tx
    .insertInto("audit_log")
    .values({
      at: now,
      action,
      result,
      actor_id: actorId,
      actor_name: actorId === null ? null : nameIn("users", actorId),
      subject_kind: subject?.kind ?? null,
      subject_id: subject?.id ?? null,
      subject_name: subject ? nameOf(subject) : null,
      project_id: projectId,
      address: facts?.address ?? null,
      user_agent: facts?.userAgent?.slice(0, 300) ?? null,
      request_id: facts?.id ?? null,
      detail: JSON.stringify(detail),
    })
    .execute();
}

function nameOf({ kind, id, name }: NonNullable<Audited["subject"]>) {
  if (name !== undefined) return name;
  return kind === "user" || kind === "project" ? nameIn(`${kind}s`, id) : null;
}

const nameIn = (table: "users" | "projects", id: string) =>
  sql<string | null>`(select name from ${sql.table(table)} where id = ${id})`;

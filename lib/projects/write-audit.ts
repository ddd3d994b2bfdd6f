import type { Selectable, Updateable } from "kysely";
import { findChanges, isEmpty } from "@/lib/audit/find-changes";
import { recordAudit } from "@/lib/audit/write";
import type { Scope } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import type { AuthType, AutoClose, MessageChoice, TestAnswer } from "./schema";

type Row = Selectable<Database["projects"]>;

const rules = ["requireReason", "undoMs", "closeOthers", "defaultMessage", "autoClose"];

/** Changes of the rules alone are changes of what one closes with, as those of reasons and templates are. */
export async function noteProjectChange(
  tx: Tx,
  { agentId }: Scope,
  row: Row,
  change: Updateable<Database["projects"]>,
) {
  const { hidden: before, ...fields } = toFields(row);
  const { hidden: after, ...changed } = toFields({ ...row, ...change });
  const open = findChanges(fields, changed, Object.keys(fields));
  const changes = { ...findChanges(before, after, []), ...open };
  if (isEmpty(changes)) return;
  const isRule = Object.keys(changes).every((field) => rules.includes(field));
  await recordAudit(tx, {
    action: isRule ? "closing_setup.changed" : "project.changed",
    actorId: agentId,
    subject: { kind: isRule ? "setup" : "project", id: row.id, name: changed.name },
    projectId: row.id,
    detail: { ...(isRule ? { part: "rules" } : {}), changes },
  });
}

/** Texts for customers show no more than that they are others. */
const toFields = (row: Row) => ({
  name: row.name,
  jelouProjectId: row.jelou_project_id,
  gatewayUrl: row.gateway_url,
  messagesUrl: row.messages_url,
  signatureMode: row.signature_mode,
  closesPaused: row.closes_paused === 1,
  archived: row.archived_at !== null,
  requireReason: row.require_reason === 1,
  undoMs: row.undo_ms,
  closeOthers: row.close_others === 1,
  defaultMessage: parse<MessageChoice>(row.default_message)?.type ?? null,
  autoClose: parse<AutoClose>(row.auto_close)?.afterMinutes ?? null,
  hidden: {
    defaultMessage: row.default_message,
    autoClose: row.auto_close,
    credentials: row.credentials !== null,
  },
});

const parse = <T>(text: string | null) => (text === null ? null : (JSON.parse(text) as T));

/** Anything but a yes has failed; null is an answer that says neither. */
export const noteTest = (tx: Tx, { agentId }: Scope, id: string, { ok }: TestAnswer) =>
  recordAudit(tx, {
    action: "credentials.tested",
    actorId: agentId,
    result: ok ? "done" : "failed",
    subject: { kind: "project", id },
    projectId: id,
    detail: { accepted: ok },
  });

export type IntegrationNote = (tx: Tx, failure?: string) => Promise<void>;

/** What `note` is called with is the code of what went wrong, and nothing where it went well. */
export const noteIntegration =
  (
    { agentId }: Scope,
    id: string,
    action: "integration.registered" | "integration.changed",
    authType: AuthType | undefined,
  ): IntegrationNote =>
  (tx, failure) =>
    recordAudit(tx, {
      action,
      actorId: agentId,
      result: failure === undefined ? "done" : "failed",
      subject: { kind: "project", id },
      projectId: id,
      detail: { ...(authType ? { authType } : {}), ...(failure ? { cause: failure } : {}) },
    });

import type { Selectable } from "kysely";
import { sql } from "kysely";
import { type Scope, seesProject } from "@/lib/auth/scope";
import type { Database } from "@/lib/db/schema";
import { db } from "@/lib/db/store";
import { env } from "@/lib/env";
import { notFound } from "@/lib/errors";
import type { Credentials, Gateway } from "@/lib/jelou/call-gateway";
import { checkAddress, isJelouHost } from "@/lib/jelou/check-address";
import { unseal } from "@/lib/seal";
import { alternatesOf } from "./read-webhook-keys";
import {
  type AutoClose,
  integration,
  type MessageChoice,
  type Project,
  type ProjectSummary,
} from "./schema";
import { sealedIdentity } from "./sealed-identity";

type Row = Selectable<Database["projects"]>;

/** Admins see all and everything but secrets; others the names of theirs that are not archived. */
export async function listProjects(scope: Scope): Promise<(Project | ProjectSummary)[]> {
  let query = db().selectFrom("projects").selectAll().orderBy("name").orderBy("id");
  if (scope.projectIds !== "all") {
    query = query.where("id", "in", [...scope.projectIds, ""]).where("archived_at", "is", null);
  }
  const rows = await query.execute();
  return scope.role === "admin" ? Promise.all(rows.map(toProject)) : rows.map(toSummary);
}

/** @throws AppError not_found */
export async function getProject(scope: Scope, id: string): Promise<Project | ProjectSummary> {
  const row = seesProject(scope, id) ? await findRow(id) : undefined;
  if (!row) throw notFound("project");
  return scope.role === "admin" ? toProject(row) : toSummary(row);
}

const findRow = (id: string) =>
  db().selectFrom("projects").selectAll().where("id", "=", id).executeTakeFirst();

/** All that a call to Jelou needs, the address checked again. @throws AppError bad_input */
export function gatewayOf(row: Row): Gateway | undefined {
  if (!row.credentials) return undefined;
  return {
    ...checkAddress(row.gateway_url, env().jelouAllowedHosts),
    jelouProjectId: row.jelou_project_id,
    credentials: JSON.parse(
      unseal(row.credentials, sealedIdentity(row.id, "credentials")),
    ) as Credentials,
    timeoutMs: env().jelouTimeoutMs,
  };
}

/** All that sending a message takes; undefined without a signing secret. @throws AppError bad_input */
export function messagesTargetOf(row: Row) {
  if (!row.webhook_secret) return undefined;
  return {
    ...checkAddress(row.messages_url, env().jelouAllowedHosts, "messagesUrl"),
    signingSecret: unseal(row.webhook_secret, sealedIdentity(row.id, "webhook_secret")),
    timeoutMs: env().jelouTimeoutMs,
  };
}

const toSummary = (row: Row): ProjectSummary => ({
  id: row.id,
  name: row.name,
  requireReason: row.require_reason === 1,
  undoMs: row.undo_ms,
  closeOthers: row.close_others === 1,
  defaultMessage:
    row.default_message === null ? null : (JSON.parse(row.default_message) as MessageChoice),
  autoClose: row.auto_close === null ? null : (JSON.parse(row.auto_close) as AutoClose),
  sandbox: !isJelouHost(new URL(row.gateway_url)),
  closesPaused: row.closes_paused === 1,
  closesPausedBecause: row.closes_paused_because,
});

async function toProject(row: Row): Promise<Project> {
  const hint = (text: string | null) => (text === null ? null : JSON.parse(text));
  return {
    ...toSummary(row),
    jelouProjectId: row.jelou_project_id,
    gatewayUrl: row.gateway_url,
    messagesUrl: row.messages_url,
    signatureMode: row.signature_mode,
    webhookUrl: webhookUrlOf(row),
    credentials: hint(row.credentials_hint),
    webhookSecret: hint(row.webhook_secret_hint),
    webhookHeader: hint(row.webhook_header_hint),
    overlapUntil: overlapUntilOf(row),
    integration: await readIntegration(row),
    health: await readHealth(row.id),
    archivedAt: row.archived_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** One that can't be opened counts for nothing. */
function overlapUntilOf(row: Row): number | null {
  try {
    const ends = alternatesOf(row).pairs.map((pair) => pair.until);
    return ends.length > 0 ? Math.max(...ends) : null;
  } catch {
    return null;
  }
}

/** Where Jelou is to send its events. */
export const webhookUrlOf = (row: Pick<Row, "jelou_project_id">) =>
  new URL(`/api/webhooks/jelou/${encodeURIComponent(row.jelou_project_id)}`, env().appUrl).href;

async function readIntegration(row: Row): Promise<Project["integration"]> {
  if (row.integration === null) return null;
  const registered = integration.parse(JSON.parse(row.integration));
  const first = await db()
    .selectFrom("deliveries")
    .select("received_at")
    .where("project_id", "=", row.id)
    .where("received_at", ">=", registered.registeredAt)
    .orderBy("received_at")
    .limit(1)
    .executeTakeFirst();
  return { ...registered, firstEventAt: first?.received_at ?? null };
}

async function readHealth(projectId: string): Promise<Project["health"]> {
  const webhook = await db()
    .selectFrom("deliveries")
    .select(sql<number | null>`max(received_at)`.as("at"))
    .where("project_id", "=", projectId)
    .executeTakeFirst();
  const closes = () => db().selectFrom("closes").where("project_id", "=", projectId);
  const settled = await closes()
    .select(sql<number | null>`max(settled_at)`.as("at"))
    .where("state", "in", ["accepted", "confirmed"])
    .executeTakeFirst();
  const failed = await closes()
    .select(["settled_at", "requested_at", "last_error"])
    .where("state", "in", ["refused", "unknown"])
    // The words of the index `closes_unsure`, which finds the few that failed among very many.
    .where(sql<boolean>`state in ('refused', 'unknown', 'accepted')`)
    .where("last_error", "is not", null)
    .orderBy("requested_at", "desc")
    .limit(1)
    .executeTakeFirst();
  const error = failed?.last_error
    ? (JSON.parse(failed.last_error) as { code: string; message: string })
    : null;
  return {
    lastWebhookAt: webhook?.at ?? null,
    lastCloseAt: settled?.at ?? null,
    lastError:
      failed && error
        ? { at: failed.settled_at ?? failed.requested_at, code: error.code, message: error.message }
        : null,
  };
}

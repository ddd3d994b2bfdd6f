import type { Updateable } from "kysely";
import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { recordAudit } from "@/lib/audit/write";
import { type Scope, seesProject } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import { db, write } from "@/lib/db/store";
import { env } from "@/lib/env";
import { AppError, notFound } from "@/lib/errors";
import { checkAddress, defaultGatewayUrl, defaultMessagesUrl } from "@/lib/jelou/check-address";
import { testCredentials } from "@/lib/jelou/close-conversation";
import type { ExtraHeader } from "@/lib/jelou/verify-signature";
import { appendLive } from "@/lib/live/write";
import { seal } from "@/lib/seal";
import { type credentials, isRule, type NewProject, type ProjectChange } from "./input";
import { gatewayOf, getProject } from "./read";
import { forgetWebhookKeys } from "./read-webhook-keys";
import type { TestAnswer } from "./schema";
import { sealedIdentity } from "./sealed-identity";
import { noteProjectChange, noteTest } from "./write-audit";
import { requireJelouId } from "./write-jelou-id";
import { requireChoices } from "./write-setup";

/** @throws AppError conflict for a second project of the same Jelou id; bad_input for an address that may not be called */
export async function createProject(scope: Scope, input: NewProject) {
  const now = Date.now();
  const id = uuid();
  const row = {
    id,
    name: input.name,
    jelou_project_id: input.jelouProjectId,
    gateway_url: checkedAddress(input.gatewayUrl || defaultGatewayUrl, "gatewayUrl"),
    messages_url: checkedAddress(input.messagesUrl || defaultMessagesUrl, "messagesUrl"),
    signature_mode: "raw" as const,
    closes_paused: 0 as const,
    created_at: now,
    updated_at: now,
  };
  await write(async (tx) => {
    const created = await tx
      .insertInto("projects")
      .values(row)
      .onConflict((conflict) => conflict.column("jelou_project_id").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!created) {
      const message = "There is a project with this Jelou project id already.";
      throw new AppError("conflict", message, { fields: { jelouProjectId: [message] } });
    }
    await recordAudit(tx, {
      action: "project.created",
      actorId: scope.agentId,
      subject: { kind: "project", id },
      projectId: id,
      detail: {
        jelouProjectId: row.jelou_project_id,
        gatewayUrl: row.gateway_url,
        messagesUrl: row.messages_url,
      },
    });
    await appendLive(tx, [{ kind: "project", project_id: id }], now);
  });
  return getProject(scope, id);
}

/** A supervisor changes only the rules of closing. @throws AppError forbidden */
export function requireMayChange(scope: Scope, change: ProjectChange) {
  if (scope.role !== "admin" && !Object.keys(change).every(isRule))
    throw new AppError("forbidden", "Only an admin may change more than the rules of closing.");
}

/**
 * A gateway on another host loses the credentials and what was registered there: both belong to the one
 * before. @throws AppError not_found, bad_input for a template, route or reason that the project hasn't, conflict for
 * another Jelou id that can't be its own
 */
export async function changeProject(scope: Scope, id: string, change: ProjectChange) {
  await changeRow(scope, id, async (row, tx) => {
    const { name, signatureMode, closesPaused, archived } = change;
    await requireChoices(tx, id, change);
    if (change.jelouProjectId) await requireJelouId(tx, id, change.jelouProjectId);
    const gateway_url =
      change.gatewayUrl === undefined
        ? undefined
        : checkedAddress(change.gatewayUrl || defaultGatewayUrl, "gatewayUrl");
    const moved =
      gateway_url !== undefined && new URL(gateway_url).origin !== new URL(row.gateway_url).origin;
    const after: Change = {
      ...(name === undefined ? {} : { name }),
      ...(change.jelouProjectId ? { jelou_project_id: change.jelouProjectId } : {}),
      ...(gateway_url ? { gateway_url } : {}),
      ...(moved ? { credentials: null, credentials_hint: null, integration: null } : {}),
      ...(change.messagesUrl
        ? { messages_url: checkedAddress(change.messagesUrl, "messagesUrl") }
        : {}),
      ...(signatureMode ? { signature_mode: signatureMode } : {}),
      ...(closesPaused === undefined
        ? {}
        : { closes_paused: flag(closesPaused), closes_paused_because: null }),
      ...(archived === undefined
        ? {}
        : { archived_at: archived ? (row.archived_at ?? Date.now()) : null }),
      ...rulesOf(change),
    };
    await noteProjectChange(tx, scope, row, after);
    return after;
  });
  return getProject(scope, id);
}

export async function saveCredentials(
  scope: Scope,
  id: string,
  input: z.output<typeof credentials>,
) {
  const secret = input.kind === "basic" ? input.clientSecret : input.apiKey;
  await changeRow(scope, id, async (row, tx) => {
    await recordAudit(tx, {
      action: "credentials.saved",
      actorId: scope.agentId,
      subject: { kind: "project", id, name: row.name },
      projectId: id,
      detail: { kind: input.kind },
    });
    return {
      ...(row.closes_paused_because === "unauthorized"
        ? { closes_paused: 0 as const, closes_paused_because: null }
        : {}),
      credentials: seal(JSON.stringify(input), sealedIdentity(id, "credentials")),
      credentials_hint: hintOf(secret, input.kind),
    };
  });
}

export const sealedSecret = (id: string, signingSecret: string) => ({
  webhook_secret: seal(signingSecret, sealedIdentity(id, "webhook_secret")),
  webhook_secret_hint: hintOf(signingSecret),
});

export const sealedHeader = (id: string, header: ExtraHeader | null) => ({
  webhook_header: header && seal(JSON.stringify(header), sealedIdentity(id, "webhook_header")),
  webhook_header_hint:
    header &&
    hintOf(
      header.kind === "bearer"
        ? header.token
        : header.kind === "basic"
          ? header.password
          : header.apiKey,
      header.kind,
    ),
});

/** Asks Jelou whether it takes the credentials, closing nothing. @throws AppError not_found, conflict */
export async function testProject(scope: Scope, id: string): Promise<TestAnswer> {
  const row = await requireRow(db(), scope, id);
  const gateway = gatewayOf(row);
  if (!gateway)
    throw new AppError("conflict", "This project has no credentials yet. Save them first.");
  const answer = await testCredentials(gateway);
  await write((tx) => noteTest(tx, scope, id, answer));
  return answer;
}

type Change = Updateable<Database["projects"]>;

export async function changeRow(
  scope: Scope,
  id: string,
  change: (row: Awaited<ReturnType<typeof requireRow>>, tx: Tx) => Change | Promise<Change>,
) {
  const now = Date.now();
  await write(async (tx) => {
    const row = await requireRow(tx, scope, id);
    await tx
      .updateTable("projects")
      .set({ ...(await change(row, tx)), updated_at: now })
      .where("id", "=", id)
      .execute();
    await appendLive(tx, [{ kind: "project", project_id: id }], now);
  });
  forgetWebhookKeys();
}

const flag = (on: boolean) => (on ? (1 as const) : (0 as const));

function rulesOf({
  requireReason,
  undoMs,
  closeOthers,
  defaultMessage,
  autoClose,
}: ProjectChange): Change {
  const asJson = (value: unknown) => (value === null ? null : JSON.stringify(value));
  return {
    ...(requireReason === undefined ? {} : { require_reason: flag(requireReason) }),
    ...(undoMs === undefined ? {} : { undo_ms: undoMs }),
    ...(closeOthers === undefined ? {} : { close_others: flag(closeOthers) }),
    ...(defaultMessage === undefined ? {} : { default_message: asJson(defaultMessage) }),
    ...(autoClose === undefined ? {} : { auto_close: asJson(autoClose) }),
  };
}

export async function requireRow(connection: Tx | ReturnType<typeof db>, scope: Scope, id: string) {
  if (!seesProject(scope, id)) throw notFound("project");
  return connection
    .selectFrom("projects")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow(() => notFound("project"));
}

const checkedAddress = (address: string, field: string) =>
  checkAddress(address, env().jelouAllowedHosts, field).url.href.replace(/\/+$/, "");

/** The last four characters, and none of a secret so short that they would give it away. */
const hintOf = (secret: string, kind?: string) =>
  JSON.stringify({
    set: true,
    last4: secret.length >= 8 ? secret.slice(-4) : "",
    updatedAt: Date.now(),
    ...(kind ? { kind } : {}),
  });

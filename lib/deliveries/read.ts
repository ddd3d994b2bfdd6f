import * as z from "zod";
import { type Scope, seesProject } from "@/lib/auth/scope";
import { db } from "@/lib/db/store";
import { AppError, notFound } from "@/lib/errors";
import { requireAdmin } from "@/lib/users/read";
import { obstacleOf } from "@/lib/webhooks/write-replay";
import { findRefused, findTaken, newestFirst, type Place } from "./find-places";
import type { DeliveryParams } from "./input";
import {
  type Delivery,
  type DeliveryDetail,
  type DeliveryPage,
  type RefusedDeliveries,
  refusalSample,
  type TakenDelivery,
  type WholeDelivery,
} from "./schema";

/** Newest first. @throws AppError forbidden, not_found for a project that isn't there, bad_input for a foreign cursor */
export async function listDeliveries(scope: Scope, params: DeliveryParams): Promise<DeliveryPage> {
  requireAdmin(scope);
  const { cursor, limit, ...filter } = params;
  const projectIds = await projectsOf(scope, filter.project);
  const before =
    cursor === undefined
      ? { at: filter.to ?? Number.MAX_SAFE_INTEGER, id: "" }
      : parseCursor(cursor);
  const [taken, refused] = await Promise.all([
    findTaken(projectIds, filter, before, limit + 1),
    findRefused(projectIds, filter, before, limit + 1),
  ]);
  const found = [...taken, ...refused].sort(newestFirst);
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return {
    items: await loadEntries(page),
    nextCursor: last ? `${last.at}.${last.id}` : null,
  };
}

/** With headers and body, or with samples of what was refused. @throws AppError forbidden, not_found */
export async function getDelivery(scope: Scope, id: string): Promise<DeliveryDetail> {
  requireAdmin(scope);
  const [taken] = await loadTaken([id]);
  if (taken && seesProject(scope, taken.projectId)) return wholeOf(taken);
  const [refused] = await loadRefused([id]);
  if (!refused || (refused.projectId !== null && !seesProject(scope, refused.projectId)))
    throw notFound("delivery");
  const { sample } = await db()
    .selectFrom("refusals")
    .select("sample")
    .where("id", "=", id)
    .executeTakeFirstOrThrow(() => notFound("delivery"));
  const samples = sample === null ? [] : z.array(refusalSample).parse(JSON.parse(sample));
  return { ...refused, samples };
}

async function wholeOf(taken: TakenDelivery): Promise<WholeDelivery> {
  const row = await db()
    .selectFrom("deliveries")
    .select(["headers", "body", "body_encoding", "dedupe_key", "verdict"])
    .where("id", "=", taken.id)
    .executeTakeFirstOrThrow(() => notFound("delivery"));
  return {
    ...taken,
    headers: row.headers === null ? null : (JSON.parse(row.headers) as Record<string, string>),
    body: row.body === null ? null : { text: row.body, encoding: row.body_encoding },
    obstacle: obstacleOf(row),
  };
}

/** Archived ones too: their deliveries are still looked into. */
async function projectsOf(scope: Scope, wanted: string | undefined): Promise<string[]> {
  const rows = await db()
    .selectFrom("projects")
    .select("id")
    .$if(wanted !== undefined, (query) => query.where("id", "=", wanted ?? ""))
    .execute();
  const ids = rows.map((row) => row.id).filter((id) => seesProject(scope, id));
  if (wanted !== undefined && ids.length === 0) throw notFound("project");
  return ids;
}

async function loadEntries(places: Place[]): Promise<Delivery[]> {
  const ids = places.map(({ id }) => id);
  const rows: Delivery[] = [...(await loadTaken(ids)), ...(await loadRefused(ids))];
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

async function loadTaken(ids: string[]): Promise<TakenDelivery[]> {
  const rows = await db()
    .selectFrom("deliveries")
    .leftJoin("conversations", (join) =>
      join
        .onRef("conversations.project_id", "=", "deliveries.project_id")
        .onRef("conversations.jelou_id", "=", "deliveries.jelou_conversation_id"),
    )
    .leftJoin("users", "users.id", "deliveries.replayed_by")
    .select([
      "deliveries.id",
      "deliveries.project_id",
      "verdict",
      "kind",
      "reason",
      "received_at",
      "jelou_conversation_id",
      "deliveries.contact_id",
      "jelou_message_id",
      "repeats",
      "repeated_at",
      "replayed_at",
      "replayed_by",
      "users.name as replayer",
      "conversations.id as conversation_id",
      "conversations.contact_id as customer_id",
      "conversations.contact_name as customer",
    ])
    .where("deliveries.id", "in", [...ids, ""])
    .execute();
  return rows.map((row) => ({
    id: row.id,
    verdict: row.verdict,
    at: row.received_at,
    projectId: row.project_id,
    kind: row.kind,
    reason: row.reason,
    jelouConversationId: row.jelou_conversation_id,
    contactId: row.contact_id,
    jelouMessageId: row.jelou_message_id,
    conversation:
      row.verdict === "quarantined" || row.conversation_id === null
        ? null
        : {
            id: row.conversation_id,
            contact: { id: row.customer_id ?? "", name: row.customer },
          },
    repeats: row.repeats,
    repeatedAt: row.repeated_at,
    replayedAt: row.replayed_at,
    replayedBy: row.replayed_by === null ? null : { id: row.replayed_by, name: row.replayer ?? "" },
  }));
}

async function loadRefused(ids: string[]): Promise<RefusedDeliveries[]> {
  const rows = await db()
    .selectFrom("refusals")
    .select(["id", "project_id", "jelou_project_id", "reason", "count", "last_at"])
    .where("id", "in", [...ids, ""])
    .execute();
  return rows.map((row) => ({
    id: row.id,
    verdict: "refused",
    at: row.last_at,
    projectId: row.project_id,
    jelouProjectId: row.jelou_project_id,
    reason: row.reason as RefusedDeliveries["reason"],
    count: row.count,
  }));
}

function parseCursor(text: string): Place {
  const [, at, id] = /^(\d{1,16})\.([\w-]{1,100})$/.exec(text) ?? [];
  if (at === undefined || id === undefined) {
    throw new AppError("bad_input", "This cursor is not one of ours. Start from the first page.", {
      fields: { cursor: ["Not a cursor."] },
    });
  }
  return { at: Number(at), id };
}

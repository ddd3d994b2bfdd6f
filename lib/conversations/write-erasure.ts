import { sql } from "kysely";
import { v4 as randomId } from "uuid";
import { recordAudit } from "@/lib/audit/write";
import { type Scope, seesProject } from "@/lib/auth/scope";
import { likePattern } from "@/lib/db/like-pattern";
import type { Tx } from "@/lib/db/open";
import { write } from "@/lib/db/store";
import { notFound } from "@/lib/errors";
import { eraseUploads } from "@/lib/uploads/write";
import { changeConversation } from "./save-conversation";

/** So many are named in the audit log. */
const mostIds = 100;

type Erasure = { conversations: number; messages: number; deliveries: number };

/**
 * Deletes what a customer wrote and is called, and the raw webhooks, in one project. That his conversations were closed,
 * when and by whom, stays. His id goes too, except where a conversation isn't closed and the close still needs it.
 * @throws AppError not_found when the project has no such customer
 */
export async function eraseContact(
  scope: Scope,
  projectId: string,
  contactId: string,
): Promise<Erasure> {
  if (!seesProject(scope, projectId)) throw notFound("project");
  return write(async (tx) => {
    const rows = await tx
      .selectFrom("conversations")
      .select(["id", "status"])
      .where("project_id", "=", projectId)
      .where("contact_id", "=", contactId)
      .execute();
    if (rows.length === 0) throw notFound("customer in this project");
    const ids = rows.map((row) => row.id);
    const pseudonym = `deleted-${randomId()}`;
    const messages = await eraseMessages(tx, ids);
    await eraseUploads(tx, ids);
    const deliveries = await eraseBodies(tx, projectId, contactId, pseudonym);
    await eraseSamples(tx, projectId);
    await eraseCloses(tx, ids);
    await eraseFromJobs(tx, ids);
    await tx
      .updateTable("starts")
      .set({ contact_id: pseudonym })
      .where("project_id", "=", projectId)
      .where("contact_id", "=", contactId)
      .execute();
    const now = Date.now();
    for (const { id, status } of rows) {
      const contact = status === "closed" ? { contact_id: pseudonym } : {};
      await changeConversation(tx, id, () => ({ ...forgotten, ...contact }), now);
    }
    await recordAudit(tx, {
      action: "contact.erased",
      actorId: scope.agentId,
      subject: { kind: "project", id: projectId },
      projectId,
      detail: { conversationIds: ids.slice(0, mostIds), count: ids.length, messages, deliveries },
    });
    return { conversations: rows.length, messages, deliveries };
  });
}

const forgotten = {
  contact_name: null,
  contact_named_at: null,
  last_message: null,
  initial_message: null,
  metadata: null,
  assignment: null,
  marked_note: null,
  unsent: 0,
};

async function eraseMessages(tx: Tx, conversationIds: string[]) {
  for (const table of ["mentions", "drafts"] as const)
    await tx.deleteFrom(table).where("conversation_id", "in", conversationIds).execute();
  const { numDeletedRows } = await tx
    .deleteFrom("messages")
    .where("conversation_id", "in", conversationIds)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** The rows stay, since their keys tell a repeated webhook; quarantined ones are found by what they hold. */
async function eraseBodies(tx: Tx, projectId: string, contactId: string, pseudonym: string) {
  const unreadable = await findUnreadable(tx, projectId, contactId);
  const { numUpdatedRows } = await tx
    .updateTable("deliveries")
    .set({ body: null, contact_id: pseudonym, jelou_message_id: null, reason: null })
    .where("project_id", "=", projectId)
    .where((eb) =>
      eb.or([
        eb("contact_id", "=", contactId),
        eb("id", "in", [...unreadable, ""]),
        eb.and([
          eb("verdict", "=", "quarantined"),
          sql<boolean>`body like ${likePattern(contactId)} escape '\\'`,
        ]),
      ]),
    )
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Of what was refused nothing is known to be his or not to be: the counts stay, and new samples come. */
const eraseSamples = (tx: Tx, projectId: string) =>
  tx.updateTable("refusals").set({ sample: null }).where("project_id", "=", projectId).execute();

/** Bodies that are no text are kept in base64, where the database can't look for an id. */
async function findUnreadable(tx: Tx, projectId: string, contactId: string) {
  const rows = await tx
    .selectFrom("deliveries")
    .select(["id", "body"])
    .where("project_id", "=", projectId)
    .where("verdict", "=", "quarantined")
    .where("body_encoding", "=", "base64")
    .execute();
  return rows.flatMap(({ id, body }) =>
    Buffer.from(body ?? "", "base64").includes(contactId) ? id : [],
  );
}

/** A close that is under way needs its text still: that goes when it is settled. */
async function eraseCloses(tx: Tx, conversationIds: string[]) {
  const inThese = tx.updateTable("closes").where("conversation_id", "in", conversationIds);
  await inThese.set({ note: null, erase: 1 }).execute();
  const settled = await tx
    .selectFrom("closes")
    .select("id")
    .where("conversation_id", "in", conversationIds)
    .where("active", "=", 0)
    .execute();
  for (const { id } of settled) await forgetTexts(tx, id);
  await tx
    .updateTable("story_entries")
    .set({ note: null })
    .where("conversation_id", "in", conversationIds)
    .execute();
}

/** What Jelou answered may name the customer too, so only its code is kept. */
export async function forgetTexts(tx: Tx, closeId: string) {
  const close = await tx
    .selectFrom("closes")
    .select(["message", "last_error"])
    .where("id", "=", closeId)
    .executeTakeFirstOrThrow();
  const isText = close.message?.startsWith('{"type":"text"') ?? false;
  const code = close.last_error && (JSON.parse(close.last_error) as { code: string }).code;
  await tx
    .updateTable("closes")
    .set({
      note: null,
      ...(isText ? { message: gone } : {}),
      ...(code ? { last_error: JSON.stringify({ code, message: "" }) } : {}),
    })
    .where("id", "=", closeId)
    .execute();
  await tx
    .updateTable("close_attempts")
    .set({ error: null })
    .where("close_id", "=", closeId)
    .execute();
}

const gone = JSON.stringify({ type: "text", text: "[…]" });

/** Nothing more is closed for a job, and what was written for these alone goes. */
async function eraseFromJobs(tx: Tx, conversationIds: string[]) {
  const items = await tx
    .selectFrom("bulk_items")
    .select("bulk_id")
    .distinct()
    .where("conversation_id", "in", conversationIds)
    .execute();
  await tx
    .updateTable("bulk_items")
    .set({ state: "skipped", error: JSON.stringify({ code: "erased", message: "" }) })
    .where("conversation_id", "in", conversationIds)
    .where("state", "=", "queued")
    .execute();
  for (const { bulk_id } of items) {
    const other = await tx
      .selectFrom("bulk_items")
      .select("position")
      .where("bulk_id", "=", bulk_id)
      .where("conversation_id", "not in", conversationIds)
      .limit(1)
      .executeTakeFirst();
    if (other) continue;
    const input = JSON.stringify({ message: null });
    await tx.updateTable("bulk_closes").set({ input }).where("id", "=", bulk_id).execute();
  }
}

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { v4 as randomId } from "uuid";
import type { Scope } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/open";
import { db, write } from "@/lib/db/store";
import { AppError, notFound } from "@/lib/errors";
import { once } from "@/lib/once";
import { arrivals, openStorage } from "@/lib/storage/open-storage";
import { cleanFilename } from "./clean-filename";
import { detectType } from "./detect-type";
import { toUpload, type UploadRow } from "./read";
import { badFile, mostBytes, receiveBody } from "./receive-body";
import { limits, type Upload, type UploadType } from "./schema";

const unusedLifeMs = 24 * 3_600_000;
/** Of one person: as many as a browser sends at once, and what may lie about unused. */
const mostAtOnce = 6;
const mostUnusedBytes = 1024 ** 3;
/** What a form adds to its file. */
const formBytes = 64 * 1024;

/**
 * Takes a file in; it is deleted after a day unless it becomes part of a message.
 * @throws AppError too_large by the limit of its type, unsupported for programs, bad_input, too_many_requests
 */
export async function createUpload(
  scope: Scope,
  request: Request,
  filename: string | undefined,
): Promise<Upload> {
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes + formBytes) {
    throw tooLarge("document");
  }
  return inTurn(scope.agentId, async () => {
    await checkRoom(scope);
    const id = randomId();
    const path = join(/* turbopackIgnore: true */ arrivals(), id);
    try {
      const arrival = await receiveBody(request, path);
      if (arrival.size === 0) throw badFile("The file is empty.");
      const detected = await detectType(path);
      if (detected === "program") throw noPrograms();
      if (arrival.size > limits[detected.type]) throw tooLarge(detected.type);
      const now = Date.now();
      const row: UploadRow = {
        id,
        owner_id: scope.agentId,
        message_id: null,
        project_id: null,
        conversation_id: null,
        kind: detected.type,
        mime_type: detected.mimeType,
        filename: cleanFilename(arrival.filename ?? filename, detected),
        size: arrival.size,
        created_at: now,
        delete_after: now + unusedLifeMs,
      };
      await keep(row, path);
      return toUpload(row);
    } finally {
      await rm(path, { force: true });
    }
  });
}

/** The row comes first: a file that has none would never be deleted. */
async function keep(row: UploadRow, path: string) {
  await write((tx) => tx.insertInto("uploads").values(row).execute());
  try {
    await openStorage().put(row.id, path, { mimeType: row.mime_type, size: row.size });
  } catch (error) {
    await write((tx) => letGo(tx, row.id));
    throw error;
  }
}

/**
 * Makes an upload part of a message: from now on it is kept.
 * @throws AppError bad_input when the agent has no such upload, conflict when it is part of a message already; both name
 * the field "uploadId"
 */
export async function takeUpload(
  tx: Tx,
  scope: Scope,
  uploadId: string,
  place: { conversationId: string; projectId: string; messageId: string },
): Promise<UploadRow> {
  const row = await tx
    .selectFrom("uploads")
    .selectAll()
    .where("id", "=", uploadId)
    .where("owner_id", "=", scope.agentId)
    .executeTakeFirst();
  if (row?.message_id) throw wrongUpload("conflict", "This file has been sent already.");
  if (!row || (row.delete_after ?? 0) <= Date.now()) {
    throw wrongUpload("bad_input", "There is no such file any more. Upload it again.");
  }
  const taken = {
    message_id: place.messageId,
    conversation_id: place.conversationId,
    project_id: place.projectId,
    delete_after: null,
  };
  await tx.updateTable("uploads").set(taken).where("id", "=", uploadId).execute();
  return { ...row, ...taken };
}

/** Deletes an upload of the agent's own that isn't part of a message. @throws AppError not_found, conflict */
export async function removeUpload(scope: Scope, id: string) {
  await write(async (tx) => {
    const row = await tx
      .selectFrom("uploads")
      .select(["message_id", "delete_after"])
      .where("id", "=", id)
      .where("owner_id", "=", scope.agentId)
      .executeTakeFirst();
    if (!row || row.delete_after === 0) throw notFound("file");
    if (row.message_id) throw wrongUpload("conflict", "This file has been sent already.");
    await letGo(tx, id);
  });
}

/** Lets the files of these conversations go, their names at once. */
export async function eraseUploads(tx: Tx, conversationIds: string[]) {
  await tx
    .updateTable("uploads")
    .set({ filename: "[…]", delete_after: 0 })
    .where("conversation_id", "in", conversationIds)
    .execute();
}

/** The sweeper does the rest. */
const letGo = (tx: Tx, id: string) =>
  tx.updateTable("uploads").set({ delete_after: 0 }).where("id", "=", id).execute();

async function inTurn<T>(agentId: string, receive: () => Promise<T>): Promise<T> {
  const underWay = once("uploads-under-way", () => new Map<string, number>());
  const count = underWay.get(agentId) ?? 0;
  if (count >= mostAtOnce) {
    throw new AppError(
      "too_many_requests",
      `At most ${mostAtOnce} files at once. Try again when one has arrived.`,
    );
  }
  underWay.set(agentId, count + 1);
  try {
    return await receive();
  } finally {
    const left = (underWay.get(agentId) ?? 1) - 1;
    if (left > 0) underWay.set(agentId, left);
    else underWay.delete(agentId);
  }
}

async function checkRoom(scope: Scope) {
  const { bytes } = await db()
    .selectFrom("uploads")
    .select((eb) => eb.fn.sum<number | string | null>("size").as("bytes"))
    .where("delete_after", ">", Date.now())
    .where("owner_id", "=", scope.agentId)
    .executeTakeFirstOrThrow();
  if (Number(bytes ?? 0) < mostUnusedBytes) return;
  throw new AppError(
    "too_many_requests",
    "A gibibyte of your files hasn't been sent yet. Send or delete some first.",
  );
}

const named: Record<UploadType, string> = {
  image: "An image",
  video: "A video",
  audio: "A sound",
  document: "A document",
};

function tooLarge(type: UploadType) {
  const mebibytes = limits[type] / 1024 ** 2;
  const message = `${named[type]} may have at most ${mebibytes} MiB, or WhatsApp doesn't take it.`;
  return new AppError("too_large", message, {
    fields: { file: [message] },
    detail: { limit: { type, bytes: limits[type] } },
  });
}

function noPrograms() {
  const message = "Programs and scripts aren't sent to customers.";
  return new AppError("unsupported", message, { fields: { file: [message] } });
}

const wrongUpload = (code: "bad_input" | "conflict", message: string) =>
  new AppError(code, message, { fields: { uploadId: [message] } });

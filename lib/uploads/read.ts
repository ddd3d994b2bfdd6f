import type { Selectable } from "kysely";
import { type Scope, seesProject } from "@/lib/auth/scope";
import type { Database } from "@/lib/db/schema";
import { db } from "@/lib/db/store";
import { notFound } from "@/lib/errors";
import { openStorage } from "@/lib/storage/open-storage";
import type { Upload } from "./schema";
import { dispositionOf } from "./serve-upload";
import { isSigned, signAddress } from "./sign-address";

export type UploadRow = Selectable<Database["uploads"]>;

const addressLifeMs = 24 * 3_600_000;

export const toUpload = (row: UploadRow): Upload => ({
  id: row.id,
  type: row.kind,
  mimeType: row.mime_type,
  filename: row.filename,
  size: row.size,
});

/** Its owner's while unused, then everybody's who sees the conversation. @throws AppError not_found */
export async function findUpload(scope: Scope, id: string): Promise<UploadRow> {
  const row = (await loadUploads([id])).get(id);
  const sees = row?.project_id
    ? seesProject(scope, row.project_id)
    : row?.owner_id === scope.agentId;
  if (!row || !sees) throw notFound("file");
  return row;
}

/** For whoever has an address of ours, Jelou above all. @throws AppError not_found when it isn't ours or has expired */
export async function findSignedUpload(
  id: string,
  address: { expires: string; signature: string },
): Promise<UploadRow> {
  const row = isSigned(id, address) ? (await loadUploads([id])).get(id) : undefined;
  if (!row) throw notFound("file");
  return row;
}

/** By their ids; what is to be deleted, or is gone already, isn't among them. */
export async function loadUploads(ids: string[]): Promise<Map<string, UploadRow>> {
  if (ids.length === 0) return new Map();
  const rows = await db()
    .selectFrom("uploads")
    .selectAll()
    .where("id", "in", ids)
    .where((eb) => eb.or([eb("delete_after", "is", null), eb("delete_after", ">", Date.now())]))
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Where Jelou fetches it without a session, good for 24 hours: to be made right before each attempt. */
export async function addressForJelou(row: UploadRow): Promise<string> {
  const expiresAt = Date.now() + addressLifeMs;
  const file = { expiresAt, disposition: dispositionOf(row), mimeType: row.mime_type };
  return (await openStorage().address(row.id, file)) ?? signAddress(row.id, expiresAt);
}

import { type QueryClient, queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { RequestError, requestJson } from "@/lib/http/request-json";
import { uploadFile } from "@/lib/uploads/client";
import { limits, type Upload, type UploadType, uploadTypes } from "@/lib/uploads/schema";
import { checkFile, type FileFault, guessType } from "./check-file";

export type AttachmentFault = FileFault | { kind: "unsupported" | "offline" | "tooMany" | "other" };

/** A file that is to go with the next answer. */
export type Attachment = {
  id: string;
  file: File;
  type: UploadType;
  /** Where the browser has the picture itself. */
  preview: string | null;
  /** From 0 to 1. */
  progress: number;
  upload: Upload | null;
  fault: AttachmentFault | null;
};

const keyOf = (conversationId: string) => ["attachments", conversationId] as const;

/** Kept as long as the page is: who looks at another conversation meanwhile finds them again, and they go on arriving. */
export const attachmentsQuery = (conversationId: string) =>
  queryOptions({
    queryKey: keyOf(conversationId),
    queryFn: () => [] as Attachment[],
    initialData: [] as Attachment[],
    gcTime: Number.POSITIVE_INFINITY,
    enabled: false,
  });

type Place = { queries: QueryClient; conversationId: string };

export function addFiles(place: Place, files: File[]) {
  const added = files.map((file): Attachment => {
    const type = guessType(file.type);
    const fault = checkFile(file);
    return {
      id: crypto.randomUUID(),
      file,
      type,
      preview: type === "image" && !fault ? URL.createObjectURL(file) : null,
      progress: 0,
      upload: null,
      fault,
    };
  });
  change(place, (all) => [...all, ...added]);
  for (const each of added) {
    warnOfLeaving(each.id);
    if (!each.fault) void send(place, each);
  }
}

export function retryFile(place: Place, attachment: Attachment) {
  update(place, attachment.id, { fault: null, progress: 0 });
  void send(place, attachment);
}

/** Cancels it while it is on its way; the desk needn't keep what has arrived. */
export function removeFile(place: Place, attachment: Attachment) {
  const { upload } = attachment;
  letGo(place, [attachment]);
  if (!upload) return;
  void requestJson(`/api/uploads/${upload.id}`, z.void(), { method: "DELETE" }).catch(() => {});
}

/** They are part of messages now. */
export function letGo(place: Place, attachments: Attachment[]) {
  const ids = new Set(attachments.map(({ id }) => id));
  change(place, (all) => all.filter(({ id }) => !ids.has(id)));
  for (const { id, preview } of attachments) {
    underWay.get(id)?.abort();
    if (preview) URL.revokeObjectURL(preview);
    forgetLeaving(id);
  }
}

const underWay = new Map<string, AbortController>();

async function send(place: Place, { id, file }: Attachment) {
  const controller = new AbortController();
  underWay.set(id, controller);
  try {
    const upload = await uploadFile(file, {
      signal: controller.signal,
      onProgress: (progress) => update(place, id, { progress }),
    });
    update(place, id, { upload, type: upload.type, progress: 1 });
  } catch (error) {
    if (!controller.signal.aborted) update(place, id, { fault: toFault(error) });
  } finally {
    underWay.delete(id);
  }
}

const said = z.object({
  limit: z.object({ type: z.enum(uploadTypes), bytes: z.number() }),
});

const byCode: Partial<Record<RequestError["code"], AttachmentFault>> = {
  unsupported: { kind: "unsupported" },
  too_many_requests: { kind: "tooMany" },
  offline: { kind: "offline" },
  unavailable: { kind: "offline" },
};

function toFault(error: unknown): AttachmentFault {
  if (!(error instanceof RequestError)) return { kind: "other" };
  if (error.code !== "too_large") return byCode[error.code] ?? { kind: "other" };
  const { limit } = said.safeParse(error.body).data ?? {};
  const type = limit?.type ?? "document";
  return { kind: "tooLarge", type, limit: limit?.bytes ?? limits[type] };
}

function change({ queries, conversationId }: Place, next: (all: Attachment[]) => Attachment[]) {
  queries.setQueryData<Attachment[]>(keyOf(conversationId), (all = []) => next(all));
}

const update = (place: Place, id: string, changes: Partial<Attachment>) =>
  change(place, (all) => all.map((each) => (each.id === id ? { ...each, ...changes } : each)));

/** Only the browser has them: whoever is about to leave the page with some of them unsent is asked. */
const unsent = new Set<string>();

function warnOfLeaving(id: string) {
  if (unsent.size === 0) window.addEventListener("beforeunload", ask);
  unsent.add(id);
}

function forgetLeaving(id: string) {
  unsent.delete(id);
  if (unsent.size === 0) window.removeEventListener("beforeunload", ask);
}

const ask = (event: BeforeUnloadEvent) => event.preventDefault();

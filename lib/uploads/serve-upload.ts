import { Readable } from "node:stream";
import { openStorage } from "@/lib/storage/open-storage";
import type { ByteRange } from "@/lib/storage/storage";
import type { UploadRow } from "./read";
import { toDisposition } from "./to-disposition";

/** An erased file is to be gone from the browsers too before long. */
const cacheSeconds = 3_600;

/** What browsers show in place by themselves; all else, pages and drawings with scripts among it, is saved. */
export const dispositionOf = ({ kind, filename }: UploadRow) =>
  toDisposition(kind === "document" ? "attachment" : "inline", filename);

/** The bytes, or those of the one range asked for. @throws AppError not_found when the file is gone */
export async function serveUpload(row: UploadRow, request: Request): Promise<Response> {
  const headers = new Headers({
    "content-type": row.mime_type,
    "content-disposition": dispositionOf(row),
    "accept-ranges": "bytes",
    "cache-control": `private, max-age=${cacheSeconds}, immutable`,
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
  });
  const range = readRange(request.headers.get("range"), row.size);
  if (range === "beyond") {
    headers.set("content-range", `bytes */${row.size}`);
    return new Response(null, { status: 416, headers });
  }
  const { from, to } = range ?? { from: 0, to: row.size - 1 };
  headers.set("content-length", String(to - from + 1));
  if (range) headers.set("content-range", `bytes ${from}-${to}/${row.size}`);
  const body = request.method === "HEAD" ? null : await openStorage().open(row.id, range);
  return new Response(body && (Readable.toWeb(body) as BodyInit), {
    status: range ? 206 : 200,
    headers,
  });
}

/** Undefined for the whole: when none, more than one or something unreadable is asked for. */
function readRange(header: string | null, size: number): ByteRange | "beyond" | undefined {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  if (first === "") {
    const count = Math.min(Number(last), size);
    return count === 0 ? "beyond" : { from: size - count, to: size - 1 };
  }
  const from = Number(first);
  const to = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < from) return undefined;
  return from >= size ? "beyond" : { from, to };
}

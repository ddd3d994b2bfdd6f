import { AppError, isAppError } from "@/lib/errors";

/** A mebibyte over the worst of lines. */
const longestMs = 30_000;

/**
 * The whole body. @throws AppError too_large as soon as it is known, by Content-Length or while reading; bad_input where it
 * breaks off or drips
 */
export async function readLimited(request: Request, mostBytes: number): Promise<Buffer> {
  const tooLarge = () => new AppError("too_large", `The body is larger than ${mostBytes} bytes.`);
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) throw tooLarge();
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const until = Date.now() + longestMs;
  try {
    for await (const chunk of request.body) {
      if (Date.now() > until) throw new AppError("bad_input", "The body came too slowly.");
      size += chunk.byteLength;
      if (size > mostBytes) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    // Whoever sent it has gone, perhaps by closing the page: no fault of the desk's.
    throw new AppError("bad_input", "The body broke off.", { cause });
  }
  return Buffer.concat(chunks);
}

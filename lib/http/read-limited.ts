import { AppError, isAppError } from "@/lib/errors";
import { once } from "@/lib/once";

/** A mebibyte over the worst of lines. */
const longestMs = 30_000;

/**
 * All bodies together that have begun and not ended: strangers may send them too. Beyond it only the large ones are
 * refused, so that nobody can keep everybody else out.
 */
const mostUnfinished = 128 * 1024 * 1024;
const small = 64 * 1024;
const unfinished = () => once("unfinished-bodies", () => ({ bytes: 0 }));

/**
 * The whole body. @throws AppError too_large as soon as it is known, by Content-Length or while reading; bad_input where it
 * breaks off or drips; unavailable where too much is arriving at once
 */
export async function readLimited(request: Request, mostBytes: number): Promise<Buffer> {
  const tooLarge = () => new AppError("too_large", `The body is larger than ${mostBytes} bytes.`);
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) throw tooLarge();
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const until = performance.now() + longestMs;
  try {
    for await (const chunk of request.body) {
      if (performance.now() > until) throw new AppError("bad_input", "The body came too slowly.");
      size += chunk.byteLength;
      unfinished().bytes += chunk.byteLength;
      if (size > mostBytes) throw tooLarge();
      if (size > small && unfinished().bytes > mostUnfinished) throw tooMuch();
      chunks.push(chunk);
    }
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    // Whoever sent it has gone, perhaps by closing the page: no fault of the desk's.
    throw new AppError("bad_input", "The body broke off.", { cause });
  } finally {
    unfinished().bytes -= size;
  }
  return Buffer.concat(chunks);
}

const tooMuch = () =>
  new AppError("unavailable", "Too much is arriving at once. Nothing was stored; try again.");

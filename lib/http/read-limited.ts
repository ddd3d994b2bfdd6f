import { AppError } from "@/lib/errors";

/** The whole body. @throws AppError too_large as soon as it is known, by Content-Length or while reading. */
export async function readLimited(request: Request, mostBytes: number): Promise<Buffer> {
  const tooLarge = () => new AppError("too_large", `The body is larger than ${mostBytes} bytes.`);
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) throw tooLarge();
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > mostBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

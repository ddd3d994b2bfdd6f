import { createHash } from "node:crypto";

/** What came of fetching a file that the desk sent the address of. */
export type FetchedMedia =
  | { status: number; type: string | null; size: number; sha256: string }
  | { error: string };

const PATIENCE_MS = 10_000;

/** As Jelou and WhatsApp do: without a session, some time after the message was taken. */
export async function fetchMedia(address: string): Promise<FetchedMedia> {
  try {
    const url = new URL(address);
    if (!/^https?:$/.test(url.protocol)) return { error: `${url.protocol} is not fetched` };
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const hash = createHash("sha256");
    let size = 0;
    for await (const chunk of response.body ?? []) {
      hash.update(chunk);
      size += chunk.length;
    }
    const { status, headers } = response;
    return { status, type: headers.get("content-type"), size, sha256: hash.digest("hex") };
  } catch (cause) {
    return { error: cause instanceof Error ? cause.message : String(cause) };
  }
}

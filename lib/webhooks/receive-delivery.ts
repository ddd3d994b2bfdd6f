import { mintProjectScope } from "@/lib/auth/scope";
import { AppError } from "@/lib/errors";
import { readLimited } from "@/lib/http/read-limited";
import { fromJelou } from "@/lib/jelou/from-jelou";
import { verifyExtraHeader, verifySignature } from "@/lib/jelou/verify-signature";
import { findWebhookKeys } from "@/lib/projects/read";
import { storeDelivery } from "./batch";
import type { Verdict } from "./write";

const mostBytes = 1024 * 1024;

/** Anything else is nobody's, and may hold what a database can't be asked for. */
const isProjectId = (id: string) => /^[\w.~-]{1,100}$/.test(id);

/**
 * Takes one post of Jelou's: size, signature over the raw bytes, extra header, then storage.
 * @throws AppError too_large, unauthenticated (one answer for every cause, so that nothing can be probed), unavailable
 */
export async function receiveDelivery(request: Request, jelouProjectId: string): Promise<Verdict> {
  const raw = await readLimited(request, mostBytes);
  const keys = isProjectId(jelouProjectId) ? await findWebhookKeys(jelouProjectId) : undefined;
  const signature = request.headers.get("x-jelou-signature");
  const genuine =
    keys !== undefined &&
    verifySignature(raw, signature, keys.secret, keys.signatureMode) &&
    verifyExtraHeader(request.headers, keys.header);
  if (!genuine) {
    throw new AppError(
      "unauthenticated",
      "The signature or a header that the integration asks for is missing or wrong.",
    );
  }
  return storeDelivery({
    scope: mintProjectScope(keys.projectId),
    raw,
    reading: fromJelou(raw, jelouProjectId),
    receivedAt: Date.now(),
  });
}

import { mintProjectScope } from "@/lib/auth/scope";
import { AppError } from "@/lib/errors";
import { readLimited } from "@/lib/http/read-limited";
import { fromJelou } from "@/lib/jelou/from-jelou";
import { verifyExtraHeader, verifySignature } from "@/lib/jelou/verify-signature";
import { findWebhookKeys } from "@/lib/projects/read";
import { storeDelivery } from "./batch";
import type { Verdict } from "./write";

const mostBytes = 1024 * 1024;

/**
 * Takes one post of Jelou's: size, signature over the raw bytes, extra header, then storage.
 * @throws AppError too_large, unauthenticated (one answer for every cause, so that nothing can be probed), unavailable
 */
export async function receiveDelivery(request: Request, jelouProjectId: string): Promise<Verdict> {
  const raw = await readLimited(request, mostBytes);
  const keys = await findWebhookKeys(jelouProjectId);
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

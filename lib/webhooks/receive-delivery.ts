import { setTimeout as sleep } from "node:timers/promises";
import { networkOf } from "@/lib/auth/network-of";
import { mintProjectScope } from "@/lib/auth/scope";
import { AppError, isAppError } from "@/lib/errors";
import { readLimited } from "@/lib/http/read-limited";
import { fromJelou } from "@/lib/jelou/from-jelou";
import { verifyExtraHeader, verifySignature } from "@/lib/jelou/verify-signature";
import { findWebhookKeys, type KeyPair } from "@/lib/projects/read-webhook-keys";
import { requestFacts } from "@/lib/request-facts";
import { storeDelivery } from "./batch";
import { pickHeaders } from "./pick-headers";
import { countRefusal, otherStrangers, type RefusalReason } from "./refusal-tally";
import { leavePlace, takePlace } from "./waiting-places";
import type { Verdict } from "./write";

const mostBytes = 1024 * 1024;

/** How often one that can't be proven yet is looked at again while the project's keys are being changed. */
const lookAgainMs = 50;

/** Anything else is nobody's, and may hold what a database can't be asked for. */
const isProjectId = (id: string) => /^[\w.~-]{1,100}$/.test(id);

/**
 * Takes one post of Jelou's: size, signature over the raw bytes, extra header, then storage.
 * @throws AppError too_large, unauthenticated (one answer for every cause, so that nothing can be probed), unavailable
 */
export async function receiveDelivery(request: Request, jelouProjectId: string): Promise<Verdict> {
  const { headers } = request;
  const refused = {
    headers,
    jelouProjectId: isProjectId(jelouProjectId) ? jelouProjectId : otherStrangers,
  };
  const raw = await readLimited(request, mostBytes).catch((error: unknown) => {
    const isTooLarge = isAppError(error) && error.code === "too_large";
    countRefusal({ ...refused, reason: isTooLarge ? "too_large" : "broken_off" });
    throw error;
  });
  const { keys, fault } = isProjectId(jelouProjectId)
    ? await findProof(raw, headers, jelouProjectId)
    : unknownProject;
  if (fault !== undefined) {
    countRefusal({ ...refused, raw, projectId: keys?.projectId, reason: fault });
    throw new AppError(
      "unauthenticated",
      "The signature or a header that the integration asks for is missing or wrong.",
    );
  }
  return storeDelivery({
    scope: mintProjectScope(keys.projectId),
    raw,
    headers: JSON.stringify(pickHeaders(headers)),
    reading: fromJelou(raw, jelouProjectId),
    receivedAt: Date.now(),
  });
}

type Keys = NonNullable<Awaited<ReturnType<typeof findWebhookKeys>>>;
type Proof = { keys: Keys; fault?: undefined } | { keys: Keys | undefined; fault: RefusalReason };

const unknownProject = { keys: undefined, fault: "unknown_project" } as const;

/**
 * The keys, and what they lack to prove it genuine. Jelou may sign with a secret that it has only just made, before its
 * answer with that secret has reached us: while it is being asked for one, the event waits for it. It would come but once.
 */
async function findProof(raw: Buffer, headers: Headers, jelouProjectId: string): Promise<Proof> {
  const prove = (keys: Keys | undefined): Proof => {
    const fault = findFault(keys ?? decoy, raw, headers);
    if (!keys) return unknownProject;
    return fault === undefined ? { keys } : { keys, fault };
  };
  let proof = prove(await findWebhookKeys(jelouProjectId));
  if (proof.fault === undefined) return proof;
  proof = prove(await findWebhookKeys(jelouProjectId, { fresh: true }));
  const mayCome = () => proof.fault !== undefined && (proof.keys?.changingUntil ?? 0) >= Date.now();
  const place =
    isSigned(headers) && mayCome() && takePlace(networkOf(requestFacts()?.address ?? null));
  if (!place) return proof;
  try {
    while (mayCome() && !place.isLost) {
      await sleep(lookAgainMs);
      const keys = await findWebhookKeys(jelouProjectId);
      if (keys !== proof.keys) proof = prove(keys);
    }
    return proof;
  } finally {
    leavePlace(place);
  }
}

/** An id that nobody has is answered as late as one whose signature is wrong. */
const decoy = { pairs: [{ secret: "decoy", header: null }], signatureMode: "raw" } as const;

/** What may be proven once the keys are there; a stranger's isn't kept waiting. */
const isSigned = (headers: Headers) =>
  /^sha256=[0-9a-f]{64}$/i.test(headers.get("x-jelou-signature")?.trim() ?? "");

/** Every pair is tried, so that the time it takes tells nothing. */
function findFault(
  { pairs, signatureMode }: { pairs: readonly KeyPair[]; signatureMode: Keys["signatureMode"] },
  raw: Buffer,
  headers: Headers,
): "unsigned" | "signature" | "header" | undefined {
  const signature = headers.get("x-jelou-signature");
  const signed = pairs.filter(({ secret }) =>
    verifySignature(raw, signature, secret, signatureMode),
  );
  if (signed.some(({ header }) => verifyExtraHeader(headers, header))) return undefined;
  if (signed.length > 0) return "header";
  return signature === null ? "unsigned" : "signature";
}

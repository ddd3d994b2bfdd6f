import { setTimeout as sleep } from "node:timers/promises";
import { mintProjectScope } from "@/lib/auth/scope";
import { AppError } from "@/lib/errors";
import { readLimited } from "@/lib/http/read-limited";
import { fromJelou } from "@/lib/jelou/from-jelou";
import { verifyExtraHeader, verifySignature } from "@/lib/jelou/verify-signature";
import { once } from "@/lib/once";
import { findWebhookKeys } from "@/lib/projects/read-webhook-keys";
import { storeDelivery } from "./batch";
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
  const raw = await readLimited(request, mostBytes);
  const keys = isProjectId(jelouProjectId)
    ? await findProof(raw, request.headers, jelouProjectId)
    : undefined;
  if (!keys) {
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

type Keys = NonNullable<Awaited<ReturnType<typeof findWebhookKeys>>>;

/**
 * The keys, if they prove it genuine. Jelou may sign with a secret that it has only just made, before its answer with
 * that secret has reached us: while it is being asked for one, the event waits for it. It would come but once.
 */
async function findProof(
  raw: Buffer,
  headers: Headers,
  jelouProjectId: string,
): Promise<Keys | undefined> {
  let keys = await findWebhookKeys(jelouProjectId);
  if (!keys || proves(keys, raw, headers)) return keys;
  keys = await findWebhookKeys(jelouProjectId, { fresh: true });
  if (!keys || proves(keys, raw, headers)) return keys;
  if (!isSigned(headers) || waiting() >= mostWaiting) return undefined;
  count(1);
  try {
    while (keys && !proves(keys, raw, headers)) {
      if (keys.changingUntil < Date.now()) return undefined;
      await sleep(lookAgainMs);
      keys = await findWebhookKeys(jelouProjectId);
    }
    return keys;
  } finally {
    count(-1);
  }
}

/** What may be proven once the keys are there; a stranger's isn't kept waiting. */
const isSigned = (headers: Headers) =>
  /^sha256=[0-9a-f]{64}$/i.test(headers.get("x-jelou-signature")?.trim() ?? "");

/** So many bodies of a mebibyte at most are kept meanwhile. */
const mostWaiting = 50;
const shelf = () => once("webhooks-waiting", () => ({ waiting: 0 }));
const waiting = () => shelf().waiting;
const count = (change: 1 | -1) => {
  shelf().waiting += change;
};

const proves = ({ pairs, signatureMode }: Keys, raw: Buffer, headers: Headers) =>
  pairs.some(
    ({ secret, header }) =>
      verifySignature(raw, headers.get("x-jelou-signature"), secret, signatureMode) &&
      verifyExtraHeader(headers, header),
  );

import { AppError } from "@/lib/errors";
import { once } from "@/lib/once";

/** Far more than hands can do, and than a script that means well does for long. */
const mostAtOnce = 6_000;
const perSecond = 100;
const mostSessions = 10_000;

type Bucket = { left: number; at: number };

const buckets = () => once("change-buckets", () => new Map<string, Bucket>());

/**
 * Takes a change of a session from what it may do now in this process; `cost` says how many usual ones it is worth.
 * @throws AppError too_many_requests
 */
export function allowChange(sessionId: string, cost: number, now = Date.now()) {
  const known = buckets().get(sessionId);
  const left = known ? refilled(known, now) : mostAtOnce;
  if (left < cost) {
    const retryAfterS = Math.ceil((cost - left) / perSecond);
    throw new AppError("too_many_requests", "This is too much at once. Go on in a moment.", {
      retryAfterS,
    });
  }
  if (!known && buckets().size >= mostSessions) forgetFull(now);
  buckets().set(sessionId, { left: left - cost, at: now });
}

const refilled = ({ left, at }: Bucket, now: number) =>
  Math.min(mostAtOnce, left + (Math.max(0, now - at) / 1_000) * perSecond);

function forgetFull(now: number) {
  for (const [id, bucket] of buckets())
    if (refilled(bucket, now) >= mostAtOnce) buckets().delete(id);
}

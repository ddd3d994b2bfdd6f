import { seal } from "@/lib/seal";
import type { Alternates } from "./read-webhook-keys";
import { sealedIdentity } from "./sealed-identity";

/** Each is tried on every event, so a long series of unclear changes is cut. */
const mostPairs = 8;

/** The columns that hold them; null once there is nothing to keep. */
export function sealAlternates(projectId: string, { changingUntil, pairs }: Alternates) {
  const kept = pairs.slice(-mostPairs);
  const until = Math.max(changingUntil, ...kept.map((pair) => pair.until));
  if (until === 0) return { webhook_alternate: null, webhook_alternate_until: null };
  const text = JSON.stringify({ changingUntil, pairs: kept });
  return {
    webhook_alternate: seal(text, sealedIdentity(projectId, "webhook_alternate")),
    webhook_alternate_until: until,
  };
}

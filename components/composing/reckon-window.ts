/** WhatsApp takes free messages for so long after the customer's last one. */
const windowMs = 24 * 3_600_000;
const soonMs = 3_600_000;
const minuteMs = 60_000;

export type WindowLeft =
  | { state: "open" | "soon"; hours: number; minutes: number }
  | { state: "over" };

/** What is left of it, in whole minutes and never more than there is; null while the customer has never written. */
export function reckonWindow(lastInAt: number | null, now: number): WindowLeft | null {
  if (lastInAt === null) return null;
  // Who writes into the future, or whose clock is slow, has no more than a whole day.
  const left = Math.min(windowMs, lastInAt + windowMs - now);
  if (left <= 0) return { state: "over" };
  const minutes = Math.floor(left / minuteMs);
  return {
    state: left < soonMs ? "soon" : "open",
    hours: Math.floor(minutes / 60),
    minutes: minutes % 60,
  };
}

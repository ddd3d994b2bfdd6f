import type { Preferences } from "@/lib/users/schema";

/**
 * Whether nothing should be heard now, by the clock on the wall: a night that is an hour longer or shorter begins and
 * ends as it is written. Over midnight where it ends earlier than it begins; never where both are the same.
 */
export function isQuiet(hours: Preferences["quietHours"], now: Date): boolean {
  if (!hours) return false;
  const [from, to] = [minutesOf(hours.from), minutesOf(hours.to)];
  const minute = now.getHours() * 60 + now.getMinutes();
  return from <= to ? from <= minute && minute < to : from <= minute || minute < to;
}

function minutesOf(clock: string) {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

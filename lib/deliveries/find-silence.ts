const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const weekMs = 7 * dayMs;

/** Shorter than this it is no silence. */
const leastMs = 30 * minuteMs;
/** So many events in the same stretch of time before make their absence no chance: they come by the conversation. */
export const unlikelyCount = 30;

export type Stretch = { from: number; to: number };

/**
 * The stretches of time that a project's silence is compared with: it is unusual where each of them had `unlikelyCount`
 * events or more. They are the same hours one and two weeks ago, or one and two days ago while the project is younger.
 * None where it isn't silent, or too new to have a rhythm.
 */
export function stretchesBefore(now: number, firstAt: number, lastAt: number): Stretch[] {
  const silence = now - lastAt;
  if (silence < leastMs) return [];
  const back = (shift: number, longest: number) => {
    const from = lastAt - shift;
    return from < firstAt ? [] : [{ from, to: from + Math.min(silence, longest) }];
  };
  const weeks = [1, 2].flatMap((weeks) => back(weeks * weekMs, weekMs));
  return weeks.length > 0 ? weeks : [1, 2].flatMap((days) => back(days * dayMs, dayMs));
}

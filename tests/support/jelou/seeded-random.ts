export type Random = ReturnType<typeof seededRandom>;

/** The same seed gives the same customers, so that a demo can be looked at twice. */
export function seededRandom(seed: number) {
  let state = seed >>> 0;

  // mulberry32
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  const decks = new Map<readonly unknown[], unknown[]>();

  return {
    chance: (probability: number) => next() < probability,
    between: (low: number, high: number) => Math.floor(low + next() * (high - low + 1)),
    pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T,
    /** Like pick, but nothing comes twice before everything came once. */
    deal<T>(list: readonly T[]): T {
      const left = decks.get(list)?.length ? (decks.get(list) as T[]) : [...list];
      decks.set(list, left);
      return left.splice(Math.floor(next() * left.length), 1)[0] as T;
    },
  };
}

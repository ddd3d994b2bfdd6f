/** How tries are slowed that may be somebody's guesses. */
export type Curve = {
  /** So many go without a wait. */
  free: number;
  firstMs: number;
  /** After so many more the wait has doubled. */
  doublesEvery: number;
  mostMs: number;
  halfLifeMs: number;
  /** Whether tries at once wait for one another, or each for itself. */
  queues: boolean;
  /** Where more are counted, one has to come again later. */
  most?: number;
};

const minute = 60_000;

export const curves = {
  /** 40 tries one after the other take half a minute in all, and the next one two seconds. */
  account: {
    free: 3,
    firstMs: 250,
    doublesEvery: 12,
    mostMs: 8_000,
    halfLifeMs: 15 * minute,
    queues: true,
  },
  /** An office signs in through one address in the morning: it has room for that, and nobody waits for a colleague. */
  network: {
    free: 50,
    firstMs: 250,
    doublesEvery: 50,
    mostMs: 4_000,
    halfLifeMs: 15 * minute,
    queues: false,
  },
  /** What a provider gives to one customer in IPv6, or to some thousands: 65,536 networks. */
  site: {
    free: 200,
    firstMs: 250,
    doublesEvery: 50,
    mostMs: 4_000,
    halfLifeMs: 15 * minute,
    queues: false,
  },
  /** Whoever guesses at six digits has the password already. */
  code: {
    free: 3,
    firstMs: 500,
    doublesEvery: 4,
    mostMs: 16_000,
    halfLifeMs: 60 * minute,
    queues: true,
    most: 30,
  },
} as const satisfies Record<string, Curve>;

/** No try waits longer: proxies and people give up after a while. Whose turn comes later is told to come again. */
export const longestWaitMs = 20_000;

/** Above it more tries say nothing more, and a storm would take too long to fade. */
const mostCounted = 500;

/** With this try counted, what was counted `agoMs` before. */
export const countOn = (curve: Curve, count: number, agoMs: number) =>
  Math.min(mostCounted, count * 2 ** (-Math.max(0, agoMs) / curve.halfLifeMs) + 1);

/** How long the answer to the last of so many tries is put off. */
export function delayOf({ free, firstMs, doublesEvery, mostMs }: Curve, tries: number): number {
  const over = tries - free;
  return over <= 0 ? 0 : Math.min(mostMs, Math.round(firstMs * 2 ** ((over - 1) / doublesEvery)));
}

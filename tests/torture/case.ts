export type Plan = {
  /** The tenth that `npm test` does. */
  short: boolean;
  /** So many of them, or a tenth in the short form. */
  some: (full: number) => number;
  /** A limit on a time, wider where other tests and cases may have the machine meanwhile. */
  within: (ms: number) => number;
};

/** Something that has to be true, in the words of the line that is printed. */
export type Held = { ok: boolean; text: string };

export type Report = { tried: string; held: Held[] };

export type Case = {
  /** Spends its time in waiting, so that others may run beside it. */
  waits?: boolean;
  run: (plan: Plan) => Promise<Report>;
};

export const engines = ["sqlite", "postgres"] as const;
export type EngineName = (typeof engines)[number];

export const hold = (ok: boolean, text: string): Held => ({ ok, text });

/** Figures without a promise of their own. */
export const tell = (text: string): Held => ({ ok: true, text });

export const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

/** One case on each database, named for it. */
export const onEach = (
  name: string,
  run: (engine: EngineName, plan: Plan) => Promise<Report>,
  rest: Omit<Case, "run"> = {},
): Record<string, Case> =>
  Object.fromEntries(
    engines.map((engine) => [
      `${name}-${engine}`,
      { ...rest, run: (plan: Plan) => run(engine, plan) },
    ]),
  );

/** Asks until `look` answers something, and with what it answered last when the time is over. */
export async function until<T>(look: () => Promise<T>, withinMs: number, everyMs = 50): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found || performance.now() > deadline) return found;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

import { once } from "./once";

const shelf = () => once("pulse", () => new Map<string, number>());

/** Said by what works by itself at each of its turns, so that one that is stuck is noticed. */
export const beat = (name: string) => {
  shelf().set(name, performance.now());
};

/** Milliseconds since its last turn, whatever the clock does; undefined where it never had one. */
export function sinceBeat(name: string): number | undefined {
  const at = shelf().get(name);
  return at === undefined ? undefined : performance.now() - at;
}

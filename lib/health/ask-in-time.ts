import { setTimeout as sleep } from "node:timers/promises";
import { once } from "@/lib/once";

const underWay = () => once("asked", () => new Map<string, Promise<unknown>>());

/**
 * One question of a name at a time, and not waited for for ever: whoever asks a database that hangs every few seconds
 * would else take all its connections. @throws what `ask` throws, or an Error named TimeoutError
 */
export async function askInTime<T>(name: string, ms: number, ask: () => Promise<T>): Promise<T> {
  let answer = underWay().get(name) as Promise<T> | undefined;
  if (!answer) {
    answer = ask().finally(() => underWay().delete(name));
    underWay().set(name, answer);
  }
  const enough = new AbortController();
  const tooLate = sleep(ms, undefined, { signal: enough.signal }).then(
    () => {
      throw Object.assign(new Error(`${name} took too long`), { name: "TimeoutError" });
    },
    () => new Promise<never>(() => {}),
  );
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    enough.abort();
  }
}

import { outsideRequest } from "./request-facts";

export type Loop = { wake: () => void; stop: () => Promise<void> };

/**
 * Looks for work again and again, one look at a time: when woken, else after the milliseconds that the last look
 * answered. `stop` waits for the look that is under way.
 */
export function startLoop(
  look: (goesOn: () => boolean) => Promise<number>,
  onTrouble: (error: unknown) => void,
  longestSleepMs: number,
): Loop {
  let timer: NodeJS.Timeout | undefined;
  let current = Promise.resolve();
  const state = { looking: false, again: false, stopped: false };
  const goesOn = () => !state.stopped;
  const askedAgain = () => state.again;
  const wake = () => {
    state.again = true;
    if (!state.looking && goesOn()) current = outsideRequest(lookNow);
  };
  const lookNow = async () => {
    state.looking = true;
    clearTimeout(timer);
    let sleep = longestSleepMs;
    try {
      do {
        state.again = false;
        sleep = await look(goesOn);
      } while (askedAgain() && goesOn());
    } catch (error) {
      onTrouble(error);
    } finally {
      state.looking = false;
      if (goesOn()) timer = setTimeout(wake, askedAgain() ? 0 : sleep);
    }
  };
  wake();
  return {
    wake,
    stop: async () => {
      state.stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}

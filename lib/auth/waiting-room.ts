import { AppError, notRunning } from "@/lib/errors";
import { once } from "@/lib/once";

/** Each costs a socket and a few kilobytes. */
const mostPlaces = 1_000;
const mostOfNetwork = 200;

/** A try that has proven right may be followed by as many guesses that go unslowed. */
const mostWoken = 3;

type Place = {
  network: string;
  key: string;
  /** While it rests. */
  wake: (() => void) | undefined;
  /** Why it has lost its place. */
  lost: AppError | undefined;
  turnAway: (error: AppError) => void;
};

/** What a try does with its place. Both throw once it has been turned away. */
type Stay = {
  rest: (ms: number) => Promise<void>;
  /** From now on it can't be turned away any more. */
  leave: () => void;
};

const room = () => once("waiting-room", () => new Set<Place>());

/**
 * Runs a try with a place in this process, until it leaves. Where all are taken, the newest try of the network that has
 * the most gives way, so that a flood from a few networks never keeps another one out.
 * @throws AppError too_many_requests when that is this one, as soon as it is
 */
export async function takePlace<T>(
  network: string,
  key: string,
  run: (stay: Stay) => Promise<T>,
): Promise<T> {
  const { promise: turnedAway, reject } = Promise.withResolvers<never>();
  const turnAway = (error: AppError) => {
    places.delete(place);
    place.lost = error;
    place.wake?.();
    reject(error);
  };
  const place: Place = { network, key, wake: undefined, lost: undefined, turnAway };
  const places = room();
  const ofNetwork = [...places].filter((each) => each.network === network).length;
  if (ofNetwork >= mostOfNetwork) throw tooMany();
  if (places.size >= mostPlaces) newestOfLargest(places).turnAway(tooMany());
  places.add(place);
  const leave = () => {
    if (place.lost) throw place.lost;
    places.delete(place);
  };
  try {
    return await Promise.race([run({ rest: (ms) => rest(place, ms), leave }), turnedAway]);
  } finally {
    places.delete(place);
  }
}

/** One of these tries has proven right: a few of the others, which wake the next, needn't be slowed. */
export function wakeSome(key: string) {
  const resting = [...room()].filter((place) => place.key === key && place.wake);
  for (const place of resting.slice(0, mostWoken)) place.wake?.();
}

/** Who waits now would wait for a desk that is ending. */
export function emptyRoom() {
  for (const place of room()) place.turnAway(notRunning());
}

async function rest(place: Place, ms: number) {
  if (ms > 0 && !place.lost)
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      place.wake = () => {
        place.wake = undefined;
        clearTimeout(timer);
        resolve();
      };
    });
  place.wake = undefined;
  if (place.lost) throw place.lost;
}

function newestOfLargest(places: Set<Place>): Place {
  const byNetwork = new Map<string, Place[]>();
  for (const place of places)
    byNetwork.set(place.network, [...(byNetwork.get(place.network) ?? []), place]);
  const [largest] = [...byNetwork.values()].toSorted((a, b) => b.length - a.length);
  return largest!.at(-1)!;
}

const tooMany = () =>
  new AppError("too_many_requests", "Too many are signing in from here. Try again in a moment.", {
    retryAfterS: 5,
  });

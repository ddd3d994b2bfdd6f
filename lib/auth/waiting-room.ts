import { AppError, notRunning } from "@/lib/errors";
import { once } from "@/lib/once";

/** Each costs a socket and a few kilobytes. */
const mostPlaces = 1_000;
const mostOfNetwork = 200;

type Place = {
  network: string;
  key: string;
  wake: () => void;
  turnAway: (error: AppError) => void;
};

const room = () => once("waiting-room", () => new Set<Place>());

/**
 * Runs a try with a place in this process. Where all are taken, the newest try of the network that has the most gives
 * way, so that a flood from a few networks never keeps another one out.
 * @throws AppError too_many_requests when that is this one, at once or while it rests
 */
export async function takePlace<T>(
  network: string,
  key: string,
  run: (rest: (ms: number) => Promise<void>) => Promise<T>,
): Promise<T> {
  const place: Place = { network, key, wake: () => {}, turnAway: () => {} };
  const places = room();
  const ofNetwork = [...places].filter((each) => each.network === network).length;
  if (ofNetwork >= mostOfNetwork) throw tooMany();
  if (places.size >= mostPlaces) {
    const newest = newestOfLargest(places);
    places.delete(newest);
    newest.turnAway(tooMany());
  }
  places.add(place);
  try {
    return await run((ms) => rest(place, ms));
  } finally {
    places.delete(place);
  }
}

/** One of these tries has proven right: the others needn't be slowed. */
export function wakeAll(key: string) {
  for (const place of room()) if (place.key === key) place.wake();
}

/** Who waits now would wait for a desk that is ending. */
export function emptyRoom() {
  for (const place of room()) place.turnAway(notRunning());
}

function rest(place: Place, ms: number) {
  if (ms <= 0) return Promise.resolve();
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    place.wake = () => {
      clearTimeout(timer);
      resolve();
    };
    place.turnAway = (error) => {
      clearTimeout(timer);
      reject(error);
    };
  });
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

import { once } from "@/lib/once";

type Place = { network: string | null; isLost: boolean };

/** So many bodies of a mebibyte at most are kept meanwhile. */
const mostPlaces = 50;
const places = () => once("webhooks-waiting", () => new Set<Place>());

/**
 * A place to wait in. Where all are taken the network that has the most gives one up, so that nobody alone can keep
 * others out; undefined where that is the newcomer's own.
 */
export function takePlace(network: string | null): Place | undefined {
  if (places().size >= mostPlaces) {
    const taken = Map.groupBy(places(), (place) => place.network);
    const [most = []] = [...taken.values()].toSorted((a, b) => b.length - a.length);
    if (most.length <= (taken.get(network)?.length ?? 0) + 1) return undefined;
    const given = most.at(-1)!;
    given.isLost = true;
    leavePlace(given);
  }
  const place = { network, isLost: false };
  places().add(place);
  return place;
}

export const leavePlace = (place: Place) => places().delete(place);

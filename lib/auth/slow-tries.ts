import { requestFacts } from "@/lib/request-facts";
import { curves } from "./delay-of";
import { networkOf } from "./network-of";
import { takePlace, wakeAll } from "./waiting-room";
import { countTry, knowsNetwork, meterKey, settleTry } from "./write-tries";

/** Of whoever asks; the same for all where nobody is connected. */
export const currentNetwork = () => networkOf(requestFacts()?.address ?? null) ?? "none";

/**
 * Checks what may be a guess at somebody's password or code, later the more guesses there have been of his and from this
 * network. It is counted before it is checked, and holds nothing of the database while it waits. Where the user has signed
 * in from this network before, only what comes from there counts: who guesses elsewhere can't keep him out.
 * @throws AppError too_many_requests where too many wait already
 */
export async function slowly<T>(
  email: string,
  kind: "account" | "code",
  check: () => Promise<T | null>,
): Promise<T | null> {
  const network = currentNetwork();
  const pair = meterKey(kind, `${email} ${network}`);
  return takePlace(network, pair, async (rest) => {
    const own = (await knowsNetwork(email, network)) ? pair : meterKey(kind, email);
    const shared = meterKey("network", network);
    await rest(
      await countTry([
        { key: own, curve: curves[kind] },
        { key: shared, curve: curves.network },
      ]),
    );
    const found = await check();
    if (found !== null) {
      await settleTry([own], [shared]);
      wakeAll(pair);
    }
    return found;
  });
}

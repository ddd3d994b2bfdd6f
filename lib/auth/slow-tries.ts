import pLimit from "p-limit";
import { once } from "@/lib/once";
import { requestFacts } from "@/lib/request-facts";
import { curves } from "./delay-of";
import { networkOf } from "./network-of";
import { takePlace, wakeSome } from "./waiting-room";
import { countTry, knowsNetwork, type Meter, meterKey, settleTry } from "./write-tries";

/** However many try, what else the desk reads and writes finds the database free. */
const counting = once("sign-in-counts", () => pLimit(2));
const checking = once("sign-in-checks", () => pLimit(4));

/** Of whoever asks; the same for all where nobody is connected. */
export const currentNetwork = (bits?: number) =>
  networkOf(requestFacts()?.address ?? null, bits) ?? "none";

/**
 * Checks what may be a guess at somebody's password or code, later the more guesses there have been of his and from this
 * network. It is counted before it is checked, and holds nothing of the database while it waits. Where the user has signed
 * in from this network before, only what comes from there counts: who guesses elsewhere can't keep him out.
 * @throws AppError too_many_requests where too many wait already, or too many codes have been wrong
 */
export async function slowly<T>(
  email: string,
  kind: "account" | "code",
  check: () => Promise<T | null>,
): Promise<T | null> {
  const [network, site] = [currentNetwork(), currentNetwork(48)];
  const pair = meterKey(kind, `${email} ${network}`);
  const shared: Meter[] = [{ key: meterKey("network", network), curve: curves.network }];
  if (site !== network) shared.push({ key: meterKey("site", site), curve: curves.site });
  return takePlace(site, pair, async ({ rest, leave }) => {
    const { own, wait } = await counting(async () => {
      await rest(0);
      const own = (await knowsNetwork(email, network)) ? pair : meterKey(kind, email);
      return { own, wait: await countTry([{ key: own, curve: curves[kind] }, ...shared]) };
    });
    await rest(wait);
    return checking(async () => {
      leave();
      const found = await check();
      if (found === null) return null;
      await settleTry(
        [own],
        shared.map(({ key }) => key),
      );
      if (kind === "account") wakeSome(pair);
      return found;
    });
  });
}

import { type LookupAddress, lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { isPublicIp } from "./is-public-ip";

export type Resolve = (
  name: string,
  options: { all: true; verbatim: true },
  answer: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export const privateAddress = "ERR_PRIVATE_ADDRESS";

const refusal = (host: string) =>
  Object.assign(new Error(`${host} points to a private address.`), { code: privateAddress });

/**
 * A connector's look-up that asks once and hands over what it has checked, so that nobody can answer otherwise in between.
 * One private address among many refuses them all.
 */
export const lookUpPublicly =
  (resolve: Resolve = lookup): LookupFunction =>
  (host, options, answer) => {
    resolve(host, { all: true, verbatim: true }, (error, addresses) => {
      if (error) return answer(error, []);
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isPublicIp(address)))
        return answer(refusal(host), []);
      if (options.all) answer(null, addresses);
      else answer(null, first.address, first.family);
    });
  };

/** A number instead of a name is not looked up. */
export function isPrivateNumber({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/g, "");
  return isIP(host) !== 0 && !isPublicIp(host);
}

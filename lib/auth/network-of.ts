import ipaddr from "ipaddr.js";

/** What one subscriber has: an IPv4 address, of IPv6 the first `bits`. Null for what isn't an address. */
export function networkOf(address: string | null, bits = 64): string | null {
  if (address === null || !ipaddr.isValid(address)) return null;
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  const plain = parsed.toNormalizedString().replace(/%.*$/, "");
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${plain}/${bits}`)}/${bits}`;
}

import ipaddr from "ipaddr.js";

/** What one subscriber has: an IPv4 address, of IPv6 the first 64 bits. Null for what isn't an address. */
export function networkOf(address: string | null): string | null {
  if (address === null || !ipaddr.isValid(address)) return null;
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString().replace(/%.*$/, "")}/64`)}/64`;
}

import ipaddr from "ipaddr.js";

/** Answers the metadata of a machine at Azure, out of a range that is public. */
const azureMetadata = "168.63.129.16";
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Whether an address, as the resolver spells it, belongs to one machine of the public internet. Not to this one, this
 * network, a carrier's or a cloud's, not to documentation, measurement or many, and to no IPv6 address that stands for one
 * of IPv4.
 */
export function isPublicIp(address: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(address))
    return ipaddr.IPv4.parse(address).range() === "unicast" && address !== azureMetadata;
  if (!ipaddr.IPv6.isValid(address)) return false;
  const parsed = ipaddr.IPv6.parse(address);
  return parsed.match(globalUnicast) && parsed.range() === "unicast";
}

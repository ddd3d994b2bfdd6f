import { expect, test } from "vitest";
import { clientAddress } from "@/lib/http/client-address";

const of = (remoteAddress: string | undefined, forwarded: string | undefined, proxies: number) =>
  clientAddress(
    { socket: { remoteAddress }, headers: forwarded ? { "x-forwarded-for": forwarded } : {} },
    proxies,
  );

test.each([
  ["203.0.113.9", "203.0.113.9"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["2001:DB8:0:0::0001", "2001:db8::1"],
  ["fe80::1%eth0", "fe80::1"],
  [undefined, null],
])("without a proxy it is whoever is connected: %s is %s", (connected, address) => {
  expect(of(connected, undefined, 0)).toBe(address);
  expect(of(connected, "198.51.100.1", 0)).toBe(address);
});

test.each([
  ["198.51.100.7", 1, "198.51.100.7"],
  ["1.1.1.1, 198.51.100.7", 1, "198.51.100.7"],
  ["127.0.0.1,198.51.100.7 ,10.0.0.2", 2, "198.51.100.7"],
  ["198.51.100.7", 2, "198.51.100.7"],
  ["198.51.100.7:4711", 1, "198.51.100.7"],
  ["[2001:db8::7]:443", 1, "2001:db8::7"],
  ["[2001:db8::7]", 1, "2001:db8::7"],
  ["::ffff:198.51.100.7", 1, "198.51.100.7"],
])("of %j with %d proxies it is %s", (forwarded, proxies, address) => {
  expect(of("10.0.0.1", forwarded, proxies)).toBe(address);
});

test.each([
  "",
  ",",
  "unknown",
  "_hidden",
  "0x7f.1",
  "2130706433",
  "1.2.3",
  "1.2.3.4\u0000",
  "<b>",
  "x".repeat(9_000),
])("what is no address (%j) leaves it at the proxy's", (forwarded) => {
  expect(of("10.0.0.1", forwarded, 1)).toBe("10.0.0.1");
});

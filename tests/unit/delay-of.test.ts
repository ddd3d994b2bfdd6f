import fc from "fast-check";
import { expect, test } from "vitest";
import { countOn, curves, delayOf, longestWaitMs } from "@/lib/auth/delay-of";
import { networkOf } from "@/lib/auth/network-of";
import { isNotable } from "@/lib/auth/record-refused";

const minute = 60_000;
const delays = (curve: keyof typeof curves, tries: number) =>
  Array.from({ length: tries }, (_, index) => delayOf(curves[curve], index + 1));

test("a few tries cost nothing, then each costs more than the one before, up to a limit", () => {
  expect(delays("account", 6)).toEqual([0, 0, 0, 250, 265, 281]);
  expect(delayOf(curves.account, 16)).toBe(500);
  expect(delayOf(curves.account, 500)).toBe(8_000);
  for (const [name, curve] of Object.entries(curves)) {
    const all = delays(name as keyof typeof curves, 500);
    expect(all, name).toEqual(all.toSorted((a, b) => a - b));
    expect(Math.max(...all), name).toBe(curve.mostMs);
    expect(curve.mostMs).toBeLessThanOrEqual(longestWaitMs);
  }
});

test("forty wrong tries take about half a minute in all, and the right one after them seconds", () => {
  const sum = delays("account", 40).reduce((total, delay) => total + delay, 0);
  expect(sum).toBeGreaterThan(20_000);
  expect(sum).toBeLessThan(40_000);
  expect(delayOf(curves.account, 41)).toBeLessThan(3_000);
});

test("what was counted fades, and never grows by a clock that is set back", () => {
  expect(countOn(curves.account, 40, 0)).toBe(41);
  expect(countOn(curves.account, 40, 15 * minute)).toBe(21);
  expect(countOn(curves.account, 40, 24 * 60 * minute)).toBeCloseTo(1);
  expect(countOn(curves.account, 40, -10 * minute)).toBe(41);
  expect(countOn(curves.account, 10_000, 0)).toBe(500);
});

test("however the tries are spread over a day, they can't be many without a wait", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), (everyS) => {
      let count = 0;
      let free = 0;
      for (let at = 0; at < 24 * 3_600; at += everyS) {
        count = countOn(curves.account, count, everyS * 1_000);
        if (delayOf(curves.account, count) === 0) free += 1;
      }
      expect(free).toBeLessThan(260);
    }),
  );
});

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::", "2001:db8:1:2::/64"],
  ["fe80::1%eth0", "fe80::/64"],
  ["nonsense", null],
  [null, null],
])("the network of %s is %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test("of IPv6 a customer's networks have one site", () => {
  const sites = ["2001:db8:1:2::1", "2001:db8:1:ffff::1", "2001:db8:2::1", "192.0.2.7"];
  expect(sites.map((address) => networkOf(address, 48))).toEqual([
    "2001:db8:1::/48",
    "2001:db8:1::/48",
    "2001:db8:2::/48",
    "192.0.2.7",
  ]);
});

test("of refused tries the first are written down, then ever fewer", () => {
  const upTo = (most: number) =>
    Array.from({ length: most }, (_, index) => index + 1).filter(isNotable);
  expect(upTo(60)).toEqual([1, 2, 3, 10, 20, 30, 40, 50, 60]);
  expect(upTo(10_000)).toHaveLength(112);
});

import { expect, test } from "vitest";
import { formatJson } from "@/components/deliveries/format-json";
import { stretchesBefore } from "@/lib/deliveries/find-silence";
import { pickHeaders } from "@/lib/webhooks/pick-headers";

const signature = `sha256=${"aB".repeat(32)}`;

test.each([
  ["x-jelou-signature", signature, "sha256=…"],
  ["x-jelou-signature", "sha256=canary", "… (no sha256=, then 64 hex digits)"],
  ["x-jelou-signature", "", "… (no sha256=, then 64 hex digits)"],
  ["authorization", "Bearer canary", "Bearer …"],
  ["authorization", "basic canary", "basic …"],
  ["authorization", "canary", "…"],
  ["x-api-key", "canary", "…"],
  ["cookie", "a=canary", "…"],
  ["content-type", "application/json", "application/json"],
  ["user-agent", "x".repeat(500), "x".repeat(200)],
])("of the header %s: %s is kept %s", (name, value, kept) => {
  expect(pickHeaders(new Headers({ [name]: value }))).toEqual({ [name]: kept });
});

test("other headers are not kept", () => {
  const others = { "x-other": "canary", "set-cookie": "canary", "proxy-authorization": "canary" };
  expect(pickHeaders(new Headers(others))).toEqual({});
});

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = 1_800_000_000_000;

test.each([
  ["an event a moment ago", 60 * day, 29 * minute],
  ["a project of today", 5 * hour, 4 * hour],
])("%s is no silence", (_name, firstAgo, lastAgo) => {
  expect(stretchesBefore(now, now - firstAgo, now - lastAgo)).toEqual([]);
});

test("a silence is held against the same hours of one and of two weeks ago", () => {
  const last = now - 2 * hour;
  expect(stretchesBefore(now, now - 60 * day, last)).toEqual([
    { from: last - 7 * day, to: now - 7 * day },
    { from: last - 14 * day, to: now - 14 * day },
  ]);
});

test("a young project's is held against what it has: a week, or days", () => {
  const last = now - hour;
  expect(stretchesBefore(now, now - 8 * day, last)).toEqual([
    { from: last - 7 * day, to: now - 7 * day },
  ]);
  expect(stretchesBefore(now, now - 3 * day, last)).toEqual([
    { from: last - day, to: now - day },
    { from: last - 2 * day, to: now - 2 * day },
  ]);
});

test("what it is held against lies before the silence, however long that is", () => {
  for (const silence of [hour, 2 * day, 8 * day, 100 * day])
    for (const age of [3 * day, 10 * day, 400 * day]) {
      const last = now - silence;
      for (const { from, to } of stretchesBefore(now, last - age, last)) {
        expect(to).toBeLessThanOrEqual(last);
        expect(from).toBeGreaterThanOrEqual(last - age);
      }
    }
});

test("JSON gets its lines, and no value of it another look", () => {
  const text = '{"id":12345678901234567890,"a":[1.0,{}],"b":"x,{\\"y\\"}","c":[],"d":null}';
  expect(formatJson(text)).toBe(
    [
      "{",
      '  "id": 12345678901234567890,',
      '  "a": [',
      "    1.0,",
      "    {}",
      "  ],",
      '  "b": "x,{\\"y\\"}",',
      '  "c": [],',
      '  "d": null',
      "}",
    ].join("\n"),
  );
});

test.each(["hello", '{"a":', "[".repeat(50_000) + "]".repeat(50_000)])(
  "what isn't JSON, or can't be read by anybody, stays as it came",
  (text) => expect(formatJson(text)).toBe(text),
);

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const place = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));

test("what SECURITY.md says is tried is tried somewhere", () => {
  const text = readFileSync(place("SECURITY.md"), "utf8");
  const rows = text.split("\n").filter((line) => line.includes("`tests/"));
  const named = rows.flatMap((row) => [...row.matchAll(/`((?:tests|deploy)\/[^`]+)`/g)]);
  expect(rows.length).toBeGreaterThan(10);
  expect(named.map((match) => match[1]!).filter((file) => !existsSync(place(file)))).toEqual([]);
});

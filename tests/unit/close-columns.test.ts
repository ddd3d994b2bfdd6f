import { expect, test } from "vitest";
import { toColumns } from "@/components/closes/to-columns";

const at = (day: string) => Date.parse(day);
const dayOf = (day: string, counts: Record<string, number>, unnamed = 0) => ({
  day,
  total: Object.values(counts).reduce((sum, count) => sum + count, unnamed),
  reasons: [
    ...Object.entries(counts).map(([name, count]) => ({ name, count })),
    ...(unnamed > 0 ? [{ name: null, count: unnamed }] : []),
  ],
});

test("days without closes have a column too, and the commonest reason comes first", () => {
  const days = [dayOf("2026-11-02", { Spam: 1 }, 3), dayOf("2026-11-04", { Spam: 1 })];
  const { series, sums, columns, size } = toColumns(days, "2026-11-01", "2026-11-05");
  expect(series).toEqual([
    { kind: "reason", name: null },
    { kind: "reason", name: "Spam" },
  ]);
  expect([sums, size]).toEqual([[3, 2], 1]);
  expect(columns.map((column) => column.counts)).toEqual([
    [0, 0],
    [3, 1],
    [0, 0],
    [0, 1],
    [0, 0],
  ]);
  expect(columns[1]).toMatchObject({ first: at("2026-11-02"), last: at("2026-11-02"), total: 4 });
});

test("all but the five commonest reasons are others", () => {
  const counts = { a: 7, b: 6, c: 5, d: 4, e: 3, f: 2, g: 1 };
  const { series, sums } = toColumns([dayOf("2026-11-01", counts)], "2026-11-01", "2026-11-01");
  expect(series.at(-1)).toEqual({ kind: "others" });
  expect(sums).toEqual([7, 6, 5, 4, 3, 3]);
});

test("a long time has several days to a column, and loses none", () => {
  const days = [
    dayOf("2025-11-22", { a: 1 }),
    dayOf("2026-03-01", { a: 2 }),
    dayOf("2026-11-22", { a: 4 }),
  ];
  const { columns, size } = toColumns(days, "2025-11-22", "2026-11-22");
  expect(size).toBe(6);
  expect(columns.length).toBeLessThanOrEqual(62);
  expect(columns.reduce((sum, { total }) => sum + total, 0)).toBe(7);
  expect(columns.at(-1)).toMatchObject({ last: at("2026-11-22"), total: 4 });
  // Days outside of what was asked for, by a clock that is elsewhere, are shown all the same.
  expect(toColumns(days, "2026-01-01", "2026-01-02").columns[0]?.total).toBe(1);
});

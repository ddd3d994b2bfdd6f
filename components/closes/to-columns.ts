import type { LogSummary } from "@/lib/close-log/schema";

const dayMs = 86_400_000;
const mostColumns = 62;
const mostReasons = 5;

/** A reason's name, null for closes without one; "others" are those that have no place of their own. */
export type Series = { kind: "reason"; name: string | null } | { kind: "others" };

/** Days from and to (both in it), as times in UTC; how many of each series. */
export type Column = { first: number; last: number; total: number; counts: number[] };

const numberOf = (day: string) => Date.parse(day) / dayMs;

/**
 * What the chart shows: a column for each day from `first` to `last` ("2026-11-22"), or for several where they would be
 * too many, and the commonest reasons.
 */
export function toColumns(days: LogSummary["days"], first: string, last: string) {
  const totals = new Map<string | null, number>();
  for (const { name, count } of days.flatMap((day) => day.reasons))
    totals.set(name, (totals.get(name) ?? 0) + count);
  const byTotal = [...totals].toSorted(([, a], [, b]) => b - a);
  const named = byTotal.slice(0, mostReasons).map(([name]) => name);
  const series: Series[] = named.map((name) => ({ kind: "reason", name }));
  if (byTotal.length > named.length) series.push({ kind: "others" });

  const start = Math.min(numberOf(first), ...days.map(({ day }) => numberOf(day)));
  const end = Math.max(numberOf(last), ...days.map(({ day }) => numberOf(day)));
  const size = Math.ceil((end - start + 1) / mostColumns);
  const columns: Column[] = [];
  for (let from = start; from <= end; from += size)
    columns.push({
      first: from * dayMs,
      last: Math.min(from + size - 1, end) * dayMs,
      total: 0,
      counts: series.map(() => 0),
    });
  for (const { day, total, reasons } of days) {
    const column = columns[Math.floor((numberOf(day) - start) / size)]!;
    column.total += total;
    for (const { name, count } of reasons) {
      const place = named.indexOf(name);
      column.counts[place < 0 ? named.length : place]! += count;
    }
  }
  const sums = series.map((_, place) =>
    columns.reduce((sum, column) => sum + column.counts[place]!, 0),
  );
  return { series, sums, columns, size };
}

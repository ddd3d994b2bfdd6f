"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useMemo } from "react";
import type { LogSummary } from "@/lib/close-log/schema";
import { type Column, type Series, toColumns } from "./to-columns";

type Props = {
  days: LogSummary["days"];
  /** Where it begins, or with the first day there is. */
  first: string | undefined;
  last: string;
};

/** Neighbours differ in lightness or texture, not in hue alone. */
const looks = [
  "bg-accent",
  "bg-accent/40",
  "bg-ink-faint",
  "bg-[repeating-linear-gradient(45deg,var(--accent)_0_1.5px,var(--accent-soft)_1.5px_4px)]",
  "bg-line-strong/60",
  "bg-[repeating-linear-gradient(-45deg,var(--line-strong)_0_1px,var(--sunken)_1px_4px)]",
];

export function DayChart({ days, first, last }: Props) {
  const t = useTranslations("closes.summary");
  const format = useFormatter();
  const { series, sums, columns, size } = useMemo(
    () => toColumns(days, first ?? days[0]?.day ?? last, last),
    [days, first, last],
  );
  const nameOf = useSeriesName();
  const titleOf = useColumnTitle();
  const highest = Math.max(1, ...columns.map(({ total }) => total));
  const title = size === 1 ? t("days") : t("severalDays", { size });
  return (
    <figure className="flex min-w-0 flex-col gap-3">
      <figcaption className="font-medium text-sm">{title}</figcaption>
      <div aria-hidden className="flex gap-2">
        <div className="flex h-30 flex-col justify-between text-right text-ink-faint text-xs tabular-nums">
          <span className="-mt-2">{format.number(highest)}</span>
          <span className="-mb-2">0</span>
        </div>
        <div className="min-w-0 flex-1">
          <div className="flex h-30 items-end gap-px border-line-strong/60 border-t border-b border-t-line border-dashed [border-bottom-style:solid] sm:gap-0.5">
            {columns.map((column) => (
              <Bar key={column.first} column={column} highest={highest} series={series} />
            ))}
          </div>
          <div className="flex justify-between pt-1 text-ink-faint text-xs">
            {endsOf(columns).map((column) => (
              <span key={column.first}>{titleOf(column)}</span>
            ))}
          </div>
        </div>
      </div>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {series.map((each, place) => (
          <li key={nameOf(each)} className="flex min-w-0 items-center gap-1.5">
            <span aria-hidden className={`size-3 shrink-0 rounded-sm ${looks[place]}`} />
            <span className="min-w-0 break-words">{nameOf(each)}</span>
            <span className="text-ink-soft tabular-nums">{format.number(sums[place]!)}</span>
          </li>
        ))}
      </ul>
      <Numbers title={title} columns={columns} series={series} />
    </figure>
  );
}

type BarProps = { column: Column; highest: number; series: Series[] };

function Bar({ column, highest, series }: BarProps) {
  const t = useTranslations("closes.summary");
  const format = useFormatter();
  const nameOf = useSeriesName();
  const titleOf = useColumnTitle();
  const parts = series.flatMap((each, place) =>
    column.counts[place]
      ? [t("part", { name: nameOf(each), count: format.number(column.counts[place]) })]
      : [],
  );
  const whole = t("bar", { day: titleOf(column), total: format.number(column.total) });
  return (
    <div
      title={[whole, ...parts].join("\n")}
      className="flex h-full min-w-0 max-w-12 flex-1 flex-col justify-end gap-px hover:bg-hover"
    >
      {column.counts
        .map((count, place) => ({ count, look: looks[place] }))
        .filter(({ count }) => count > 0)
        .toReversed()
        .map(({ count, look }) => (
          <span
            key={look}
            className={`block min-h-0.5 first:rounded-t-sm ${look}`}
            style={{ height: `${(100 * count) / highest}%` }}
          />
        ))}
    </div>
  );
}

/** The same in numbers, for who doesn't see the bars. */
function Numbers({
  title,
  columns,
  series,
}: { title: string } & Omit<BarProps, "column" | "highest"> & { columns: Column[] }) {
  const t = useTranslations("closes.summary");
  const nameOf = useSeriesName();
  const titleOf = useColumnTitle();
  return (
    <div className="sr-only">
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t("day")}</th>
            <th scope="col">{t("sum")}</th>
            {series.map((each) => (
              <th key={nameOf(each)} scope="col">
                {nameOf(each)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns
            .filter(({ total }) => total > 0)
            .map((column) => (
              <tr key={column.first}>
                <th scope="row">{titleOf(column)}</th>
                <td>{column.total}</td>
                {column.counts.map((count, place) => (
                  <td key={nameOf(series[place]!)}>{count}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

/** First, middle and last, as far as they are different. */
function endsOf(columns: Column[]) {
  const places = new Set([0, Math.floor((columns.length - 1) / 2), columns.length - 1]);
  return [...places].flatMap((place) => columns[place] ?? []);
}

function useSeriesName() {
  const t = useTranslations("closes.summary");
  const closes = useTranslations("closes");
  return (series: Series) =>
    series.kind === "others" ? t("others") : (series.name ?? closes("noReason"));
}

function useColumnTitle() {
  const t = useTranslations("closes.summary");
  const format = useFormatter();
  const day = (at: number) =>
    format.dateTime(at, { day: "numeric", month: "short", timeZone: "UTC" });
  return ({ first, last }: Column) =>
    first === last ? day(first) : t("span", { first: day(first), last: day(last) });
}

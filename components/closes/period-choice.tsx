"use client";

import { useTranslations } from "next-intl";
import { type Days, type Period, periods, toDay } from "./use-log-view";

type Props = {
  view: Days;
  now: number;
  onChange: (some: Days) => void;
};

/** The last days, or those between two. */
export function PeriodChoice({ view, now, onChange }: Props) {
  const t = useTranslations("closes");
  const { period = "month", from, to } = view;
  const choose = (next: Period) =>
    onChange(
      next === "range"
        ? { period: next, from: toDay(now - 29 * 86_400_000), to: toDay(now) }
        : { period: next === "month" ? undefined : next, from: undefined, to: undefined },
    );
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is sent */}
      <div role="group" aria-label={t("filters.period")} className="flex gap-0.5">
        {periods.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === period}
            onClick={() => choose(each)}
            className="h-7 shrink-0 rounded-md px-2 text-ink-soft text-sm hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-strong"
          >
            {t(`periods.${each}`)}
          </button>
        ))}
      </div>
      {period === "range" && (
        <div className="flex flex-wrap items-center gap-2 px-2">
          <DayField
            label={t("filters.from")}
            value={from}
            max={to ?? toDay(now)}
            onChange={(day) => onChange({ from: day })}
          />
          <DayField
            label={t("filters.to")}
            value={to}
            min={from}
            onChange={(day) => onChange({ to: day })}
          />
        </div>
      )}
    </>
  );
}

type DayProps = {
  label: string;
  value: string | undefined;
  min?: string | undefined;
  max?: string | undefined;
  onChange: (day: string | undefined) => void;
};

const DayField = ({ label, value, min, max, onChange }: DayProps) => (
  <label className="flex items-center gap-1.5 text-ink-soft text-sm">
    {label}
    <input
      type="date"
      value={value ?? ""}
      min={min}
      max={max}
      onChange={(event) => onChange(event.target.value || undefined)}
      className="h-7 rounded-md border border-line-strong/70 bg-surface px-2 text-ink hover:border-line-strong focus:border-accent focus:outline-1 focus:outline-accent"
    />
  </label>
);

"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { type LogState, type LogSummary, logStates } from "@/lib/close-log/schema";
import { projectsQuery } from "@/lib/projects/query";
import { type LogView, type Period, periods, toDay } from "./use-log-view";

const Select = dynamic(() => import("@/components/ui/select").then((module) => module.Select), {
  loading: () => <span className="h-7 w-36" />,
});

type Props = {
  view: LogView;
  now: number;
  choices: Pick<LogSummary, "agents" | "reasons"> | undefined;
  onChange: (some: LogView) => void;
  onClear: (() => void) | undefined;
};

export function LogFilters({ view, now, choices, onChange, onClear }: Props) {
  const t = useTranslations("closes.filters");
  const states = useTranslations("closes.states");
  const { data: projects = [] } = useQuery(projectsQuery());
  const reasonNames = [...new Set(choices?.reasons.map(({ name }) => name))];
  return (
    <section aria-label={t("label")} className="-mx-2 flex flex-wrap items-center gap-x-1 gap-y-2">
      <PeriodChoice view={view} now={now} onChange={onChange} />
      <span aria-hidden className="mx-1 hidden h-5 w-px bg-line lg:block" />
      {projects.length > 1 && (
        <Choice
          label={t("project")}
          every={t("everyProject")}
          options={projects}
          value={view.project}
          onChange={(project) => onChange({ project })}
        />
      )}
      <Choice
        label={t("agent")}
        every={t("everyAgent")}
        options={choices?.agents ?? []}
        value={view.agent}
        onChange={(agent) => onChange({ agent })}
      />
      <Choice
        label={t("reason")}
        every={t("everyReason")}
        options={[
          ...reasonNames.map((name) => ({ id: name, name })),
          { id: "none", name: t("noReason") },
        ]}
        value={view.reason}
        onChange={(reason) => onChange({ reason })}
      />
      <Choice
        label={t("state")}
        every={t("everyState")}
        options={stateOrder.map((id) => ({ id, name: states(id) }))}
        value={view.state}
        onChange={(state) => onChange({ state: state as LogState | undefined })}
      />
      {onClear && (
        <Button size="small" look="quiet" onPress={onClear}>
          <X size={14} aria-hidden />
          {t("clear")}
        </Button>
      )}
    </section>
  );
}

/** The two that gather others come first. */
const stateOrder = logStates.toSorted((a, b) => rank(a) - rank(b));

function rank(state: LogState) {
  return state === "failed" ? 0 : state === "unconfirmed" ? 1 : 2;
}

const every = "*";

type ChoiceProps = {
  label: string;
  every: string;
  options: { id: string; name: string }[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
};

function Choice({ label, every: everyName, options, value, onChange }: ChoiceProps) {
  const known = value === undefined || options.some(({ id }) => id === value);
  return (
    <div className="min-w-0 max-w-56">
      <Select
        label={label}
        hideLabel
        look="quiet"
        options={[
          { id: every, name: everyName },
          ...options.map(({ id, name }) => ({ id, name })),
          ...(known ? [] : [{ id: value, name: value }]),
        ]}
        value={value ?? every}
        onChange={(id: string) => onChange(id === every ? undefined : id)}
      />
    </div>
  );
}

function PeriodChoice({ view, now, onChange }: Pick<Props, "view" | "now" | "onChange">) {
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

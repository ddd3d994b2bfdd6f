"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { FilterChoice } from "@/components/ui/filter-choice";
import { type LogState, type LogSummary, logStates } from "@/lib/close-log/schema";
import { projectsQuery } from "@/lib/projects/query";
import { PeriodChoice } from "./period-choice";
import type { LogView } from "./use-log-view";

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
        <FilterChoice
          label={t("project")}
          every={t("everyProject")}
          options={projects}
          value={view.project}
          onChange={(project) => onChange({ project })}
        />
      )}
      <FilterChoice
        label={t("agent")}
        every={t("everyAgent")}
        options={choices?.agents ?? []}
        value={view.agent}
        onChange={(agent) => onChange({ agent })}
      />
      <FilterChoice
        label={t("reason")}
        every={t("everyReason")}
        options={[
          ...reasonNames.map((name) => ({ id: name, name })),
          { id: "none", name: t("noReason") },
        ]}
        value={view.reason}
        onChange={(reason) => onChange({ reason })}
      />
      <FilterChoice
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

"use client";

import { useQuery } from "@tanstack/react-query";
import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { FilterChoice } from "@/components/ui/filter-choice";
import { Segments } from "@/components/ui/segments";
import { useTypedSearch } from "@/components/ui/use-typed-search";
import { verdicts } from "@/lib/deliveries/schema";
import { projectsQuery } from "@/lib/projects/query";
import { type DeliveryView, periods } from "./use-delivery-view";

type Props = {
  view: DeliveryView;
  onChange: (some: DeliveryView) => void;
  onClear: (() => void) | undefined;
};

const every = "*";
const kinds = ["start", "message", "close"] as const;

export function DeliveryFilters({ view, onChange, onClear }: Props) {
  const t = useTranslations("deliveries");
  const { data: projects = [] } = useQuery(projectsQuery());
  return (
    <section
      aria-label={t("filters.label")}
      className="flex flex-wrap items-center gap-x-2 gap-y-2"
    >
      <SearchBox value={view.q} onChange={(q) => onChange({ q })} />
      <Segments
        label={t("filters.verdict")}
        options={[every, ...verdicts].map((id) => ({
          id,
          name: t(`verdictFilters.${nameOf(id)}`),
        }))}
        value={view.verdict ?? every}
        onChange={(id) => onChange({ verdict: verdicts.find((each) => each === id) })}
      />
      <div className="flex min-w-0 flex-wrap items-center">
        {projects.length > 1 && (
          <FilterChoice
            label={t("filters.project")}
            every={t("filters.everyProject")}
            options={projects}
            value={view.project}
            onChange={(project) => onChange({ project })}
          />
        )}
        <FilterChoice
          label={t("filters.kind")}
          every={t("filters.everyKind")}
          options={kinds.map((id) => ({ id, name: t(`kinds.${id}`) }))}
          value={view.kind}
          onChange={(kind) => onChange({ kind })}
        />
        <FilterChoice
          label={t("filters.period")}
          every={t("filters.everyPeriod")}
          options={periods.map((id) => ({ id, name: t(`periods.${id}`) }))}
          value={view.period}
          onChange={(id) => onChange({ period: periods.find((each) => each === id) })}
        />
        {onClear && (
          <Button size="small" look="quiet" onPress={onClear}>
            <X size={14} aria-hidden />
            {t("filters.clear")}
          </Button>
        )}
      </div>
    </section>
  );
}

const nameOf = (id: string) => verdicts.find((each) => each === id) ?? "every";

const searchPauseMs = 300;

type SearchProps = { value: string | undefined; onChange: (value: string | undefined) => void };

function SearchBox({ value, onChange }: SearchProps) {
  const t = useTranslations("deliveries.filters");
  const { text, setText } = useTypedSearch(value, onChange, searchPauseMs);
  return (
    <div className="relative w-full sm:w-72">
      <Search
        size={15}
        aria-hidden
        className="pointer-events-none absolute top-2.5 left-2.5 text-ink-faint"
      />
      <input
        type="search"
        aria-label={t("search")}
        placeholder={t("search")}
        maxLength={256}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && setText("")}
        className="h-9 w-full rounded-md border border-line-strong/70 bg-surface pr-3 pl-8 placeholder:text-ink-faint hover:border-line-strong focus:border-accent focus:outline-1 focus:outline-accent"
      />
    </div>
  );
}

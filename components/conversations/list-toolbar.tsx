"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowDownWideNarrow, Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Input } from "react-aria-components/Input";
import { SearchField } from "react-aria-components/SearchField";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import { FreshnessLine } from "@/components/shell/freshness-line";
import { Menu } from "@/components/ui/menu";
import { Select } from "@/components/ui/select";
import type { ListFilter } from "@/lib/conversations/apply-change";
import { conversationCountsQuery } from "@/lib/conversations/query";
import { sorts } from "@/lib/conversations/schema";
import { projectsQuery } from "@/lib/projects/query";

type Props = { filter: ListFilter; onChange: (filter: ListFilter) => void };

const tabs = ["inbox", "closing", "closed", "all"] as const;

export function ListToolbar({ filter, onChange }: Props) {
  const t = useTranslations("list");
  return (
    <header className="flex shrink-0 flex-col gap-2 border-line border-b px-3 pt-3 pb-2">
      <div className="flex items-center justify-between gap-2">
        <h1 className="font-semibold text-lg">{t("title")}</h1>
        <FreshnessLine />
      </div>
      <div className="flex items-center gap-1">
        <SearchBox value={filter.q} onChange={(q) => onChange({ ...filter, q })} />
        <SortMenu filter={filter} onChange={onChange} />
      </div>
      <StatusTabs filter={filter} onChange={onChange} />
      <ProjectSelect filter={filter} onChange={onChange} />
    </header>
  );
}

const searchPauseMs = 200;

function SearchBox({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const t = useTranslations("list");
  const [text, setText] = useState(value ?? "");
  useEffect(() => setText(value ?? ""), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts a search
  useEffect(() => {
    const wanted = text.trim() || undefined;
    if (wanted === value) return;
    const timer = setTimeout(() => onChange(wanted), searchPauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <SearchField
      aria-label={t("search")}
      value={text}
      onChange={setText}
      className="group relative min-w-0 flex-1"
    >
      <Search
        size={15}
        aria-hidden
        className="pointer-events-none absolute top-2.5 left-2.5 text-ink-faint"
      />
      <Input
        placeholder={t("search")}
        className="h-9 w-full rounded-md border border-line-strong/70 bg-surface pr-8 pl-8 placeholder:text-ink-faint hover:border-line-strong focus:border-accent focus:outline-1 focus:outline-accent [&::-webkit-search-cancel-button]:hidden"
      />
      <AriaButton className="absolute top-1 right-1 flex size-7 items-center justify-center rounded text-ink-faint hover:bg-hover group-data-[empty]:hidden">
        <X size={14} aria-hidden />
      </AriaButton>
    </SearchField>
  );
}

function StatusTabs({ filter, onChange }: Props) {
  const t = useTranslations("list");
  const { data: counts } = useQuery(conversationCountsQuery(filter.project));
  const chosen = filter.status ?? "inbox";
  return (
    <ToggleButtonGroup
      aria-label={t("status")}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[chosen]}
      onSelectionChange={([key]) => {
        const status = tabs.find((tab) => tab === key);
        if (status) onChange({ ...filter, status: status === "inbox" ? undefined : status });
      }}
      className="-mx-1 flex gap-0.5 overflow-x-auto px-1 py-0.5"
    >
      {tabs.map((tab) => {
        const count = tab === "all" ? undefined : counts?.[tab];
        return (
          <ToggleButton
            key={tab}
            id={tab}
            className="flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-ink-soft text-sm hover:bg-hover data-[selected]:bg-accent-soft data-[selected]:font-medium data-[selected]:text-accent-strong"
          >
            {t(`tabs.${tab}`)}
            {count !== undefined && count > 0 && (
              <span className="text-xs tabular-nums">{count > 999 ? "999+" : count}</span>
            )}
          </ToggleButton>
        );
      })}
    </ToggleButtonGroup>
  );
}

function SortMenu({ filter, onChange }: Props) {
  const t = useTranslations("list");
  const label = `${t("sort")}: ${t(`sorts.${filter.sort}`)}`;
  return (
    <Menu
      label={t("sort")}
      trigger={
        <AriaButton
          aria-label={label}
          className="flex size-9 shrink-0 items-center justify-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
        >
          <ArrowDownWideNarrow size={18} aria-hidden />
        </AriaButton>
      }
      sections={[
        {
          title: t("sort"),
          items: sorts.map((sort) => ({
            id: sort,
            name: t(`sorts.${sort}`),
            isChosen: sort === filter.sort,
            onAction: () => onChange({ ...filter, sort }),
          })),
        },
      ]}
    />
  );
}

const everyProject = "every";

function ProjectSelect({ filter, onChange }: Props) {
  const t = useTranslations("list");
  const { data: projects = [] } = useQuery(projectsQuery());
  if (projects.length < 2) return null;
  return (
    <Select
      label={t("project")}
      hideLabel
      look="quiet"
      options={[
        { id: everyProject, name: t("everyProject") },
        ...projects.map(({ id, name }) => ({ id, name })),
      ]}
      value={filter.project ?? everyProject}
      onChange={(id) => onChange({ ...filter, project: id === everyProject ? undefined : id })}
    />
  );
}

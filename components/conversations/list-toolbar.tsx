"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowDownWideNarrow, Search, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { FreshnessLine } from "@/components/shell/freshness-line";
import { Menu } from "@/components/ui/menu";
import type { ListFilter } from "@/lib/conversations/apply-change";
import { conversationCountsQuery } from "@/lib/conversations/query";
import { sorts } from "@/lib/conversations/schema";
import { projectsQuery } from "@/lib/projects/query";

const Select = dynamic(() => import("@/components/ui/select").then((module) => module.Select), {
  loading: () => null,
});

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
    <div className="relative min-w-0 flex-1">
      <Search
        size={15}
        aria-hidden
        className="pointer-events-none absolute top-2.5 left-2.5 text-ink-faint"
      />
      <input
        type="search"
        aria-label={t("search")}
        placeholder={t("search")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && setText("")}
        className="h-9 w-full rounded-md border border-line-strong/70 bg-surface pr-8 pl-8 placeholder:text-ink-faint hover:border-line-strong focus:border-accent focus:outline-1 focus:outline-accent [&::-webkit-search-cancel-button]:hidden"
      />
      {text !== "" && (
        <button
          type="button"
          aria-label={t("clearSearch")}
          onClick={() => setText("")}
          className="absolute top-1 right-1 flex size-7 items-center justify-center rounded text-ink-faint hover:bg-hover"
        >
          <X size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}

function StatusTabs({ filter, onChange }: Props) {
  const t = useTranslations("list");
  const { data: counts } = useQuery(conversationCountsQuery(filter.project));
  const chosen = filter.status ?? "inbox";
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is sent
    <div
      role="group"
      aria-label={t("status")}
      className="-mx-1 flex gap-0.5 overflow-x-auto px-1 py-0.5"
    >
      {tabs.map((tab) => {
        const count = tab === "all" ? undefined : counts?.[tab];
        return (
          <button
            key={tab}
            type="button"
            aria-pressed={tab === chosen}
            onClick={() => onChange({ ...filter, status: tab === "inbox" ? undefined : tab })}
            className="flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-ink-soft text-sm hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-strong"
          >
            {t(`tabs.${tab}`)}
            {count !== undefined && count > 0 && (
              <span className="text-xs tabular-nums">{count > 999 ? "999+" : count}</span>
            )}
          </button>
        );
      })}
    </div>
  );
}

function SortMenu({ filter, onChange }: Props) {
  const t = useTranslations("list");
  const label = `${t("sort")}: ${t(`sorts.${filter.sort}`)}`;
  return (
    <Menu
      label={label}
      className="flex size-9 shrink-0 items-center justify-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
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
    >
      <ArrowDownWideNarrow size={18} aria-hidden />
    </Menu>
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
      onChange={(id: string) =>
        onChange({ ...filter, project: id === everyProject ? undefined : id })
      }
    />
  );
}

"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowDownWideNarrow, MessageSquarePlus, Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useAction, useChoices } from "@/components/keyboard/keyboard-provider";
import { FreshnessLine } from "@/components/shell/freshness-line";
import { Menu } from "@/components/ui/menu";
import { Select } from "@/components/ui/select";
import { useTypedSearch } from "@/components/ui/use-typed-search";
import type { ListFilter } from "@/lib/conversations/apply-change";
import { conversationCountsQuery } from "@/lib/conversations/query";
import { sorts } from "@/lib/conversations/schema";
import { projectsQuery } from "@/lib/projects/query";

type Props = { filter: ListFilter; onChange: (filter: ListFilter) => void };
type ToolbarProps = Props & { onStart: () => void };

const tabs = ["inbox", "closing", "closed", "all"] as const;

export function ListToolbar({ filter, onChange, onStart }: ToolbarProps) {
  const t = useTranslations("list");
  return (
    <header className="flex shrink-0 flex-col gap-2 border-line border-b px-3 pt-3 pb-2">
      <div className="flex items-center justify-between gap-2">
        <h1 className="min-w-0 flex-1 truncate font-semibold text-lg">{t("title")}</h1>
        <FreshnessLine />
        <button
          type="button"
          aria-label={t("start")}
          title={t("start")}
          onClick={onStart}
          className="-my-1 flex size-8 shrink-0 items-center justify-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
        >
          <MessageSquarePlus size={18} aria-hidden />
        </button>
      </div>
      <div className="flex items-center gap-1">
        <SearchBox value={filter.q} onChange={(q) => onChange({ ...filter, q })} />
        <SortMenu filter={filter} onChange={onChange} />
      </div>
      <AssigneeTabs filter={filter} onChange={onChange} />
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
  const input = useRef<HTMLInputElement>(null);
  useAction("search", {
    run: () => input.current?.select(),
    isEnabled: () => input.current?.checkVisibility() === true,
  });
  const { text, setText } = useTypedSearch(value, onChange, searchPauseMs);
  return (
    <div className="relative min-w-0 flex-1">
      <Search
        size={15}
        aria-hidden
        className="pointer-events-none absolute top-2.5 left-2.5 text-ink-faint"
      />
      <input
        ref={input}
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

const whose = ["all", "me", "none"] as const;

/** Whose they are comes first; it narrows whatever state is looked at. */
function AssigneeTabs({ filter, onChange }: Props) {
  const t = useTranslations("list.assignees");
  const { data: counts } = useQuery(conversationCountsQuery(filter.project));
  // They are of what is still to be done, so beside anything else they would be wrong.
  const known = filter.status === undefined ? counts : undefined;
  const chosen = filter.assignee ?? "all";
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is sent
    <div role="group" aria-label={t("label")} className="flex rounded-md bg-sunken p-0.5">
      {whose.map((each) => {
        const count = each === "me" ? known?.mine : each === "none" ? known?.unassigned : 0;
        return (
          <button
            key={each}
            type="button"
            aria-pressed={each === chosen}
            onClick={() => onChange({ ...filter, assignee: each === "all" ? undefined : each })}
            className="flex h-7 min-w-0 flex-auto items-center justify-center gap-1.5 rounded px-2 text-ink-soft text-sm hover:text-ink aria-pressed:bg-surface aria-pressed:font-medium aria-pressed:text-ink aria-pressed:shadow-sm aria-pressed:ring-1 aria-pressed:ring-line-strong/40"
          >
            <span className="truncate">{t(each)}</span>
            {count !== undefined && count > 0 && (
              <span className="text-xs tabular-nums">{count > 999 ? "999+" : count}</span>
            )}
          </button>
        );
      })}
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
        const isCounted = tab !== "all" && filter.assignee === undefined;
        const count = isCounted ? counts?.[tab] : undefined;
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
  const isChoice = projects.length > 1;
  const options = [
    { id: everyProject, name: t("everyProject") },
    ...projects.map(({ id, name }) => ({ id, name })),
  ];
  const value = filter.project ?? everyProject;
  const choose = (id: string) =>
    onChange({ ...filter, project: id === everyProject ? undefined : id });
  useChoices(() =>
    (isChoice ? options : []).map(({ id, name }) => ({
      id: `project-${id}`,
      name,
      isChosen: id === value,
      run: () => choose(id),
    })),
  );
  if (!isChoice) return null;
  return (
    <Select
      label={t("project")}
      hideLabel
      look="quiet"
      options={options}
      value={value}
      onChange={choose}
    />
  );
}

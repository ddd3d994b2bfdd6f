"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Inbox, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Ref, useEffect, useImperativeHandle, useMemo, useRef } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadFailed } from "@/components/ui/load-failed";
import { Skeleton } from "@/components/ui/skeleton";
import type { ListFilter } from "@/lib/conversations/apply-change";
import { conversationListQuery } from "@/lib/conversations/query";
import { projectsQuery } from "@/lib/projects/query";
import { ConversationRow } from "./conversation-row";
import { type GridHandle, RowGrid } from "./row-grid";
import { useListKeys } from "./use-list-keys";
import { useSteadyRows } from "./use-steady-rows";
import type { Ticks } from "./use-ticks";

export type ListHandle = {
  /** Chooses the conversation after this one and puts the focus into the list. */
  goOn: (fromId: string) => void;
};

type Props = {
  handle: Ref<ListHandle>;
  filter: ListFilter;
  selectedId: string | undefined;
  ticks: Ticks;
  onSelect: (id: string | undefined) => void;
  onClearFilter: () => void;
};

export function ConversationList({
  handle,
  filter,
  selectedId,
  ticks,
  onSelect,
  onClearFilter,
}: Props) {
  const t = useTranslations("list");
  const grid = useRef<GridHandle>(null);
  useListKeys(grid, selectedId);
  const list = useInfiniteQuery(conversationListQuery(filter));
  const { data: projects = [] } = useQuery(projectsQuery());
  const projectNames = useMemo(
    () => new Map(projects.map(({ id, name }) => [id, name])),
    [projects],
  );
  const all = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const { rows, waiting, release, pointer } = useSteadyRows(all, JSON.stringify(filter));

  useImperativeHandle(handle, () => ({
    goOn: (fromId) => {
      const index = rows.findIndex((row) => row.id === fromId);
      const next = rows.slice(index + 1).find((row) => row.status === "open") ?? rows[index - 1];
      onSelect(next?.id);
      requestAnimationFrame(() => grid.current?.focus(next?.id));
    },
  }));

  const toggle = (id: string, range: boolean) =>
    ticks.toggle(
      id,
      rows.map((row) => row.id),
      range,
    );
  // A search for one or two letters looks through so many rows a page, and may have to go on.
  const looksFurther = rows.length === 0 && list.hasNextPage;
  const { fetchNextPage, isFetching } = list;
  useEffect(() => {
    if (looksFurther && !isFetching) void fetchNextPage();
  }, [looksFurther, isFetching, fetchNextPage]);

  if (list.isPending || (looksFurther && !list.isError))
    return <LoadingRows label={t("loading")} />;
  if (list.isError && rows.length === 0) {
    return (
      <LoadFailed
        title={t("failed")}
        hint={t("failedHint")}
        tryAgain={t("tryAgain")}
        onRetry={() => void list.refetch()}
      />
    );
  }
  if (rows.length === 0) return <NothingHere filter={filter} onClearFilter={onClearFilter} />;
  return (
    <div className="relative min-h-0 flex-1" {...pointer}>
      {waiting > 0 && (
        <div className="absolute inset-x-0 top-2 z-10 flex justify-center">
          <Button size="small" look="primary" onPress={release}>
            {t("waiting", { count: waiting })}
          </Button>
        </div>
      )}
      <RowGrid
        ref={grid}
        label={t("title")}
        rows={rows}
        nameOf={({ contact }) => contact.name ?? contact.id}
        selectedId={selectedId}
        onSelect={onSelect}
        onTick={toggle}
        more={list.hasNextPage ? t("loadingMore") : undefined}
        onMore={() => {
          if (!list.isFetchingNextPage) void fetchNextPage();
        }}
      >
        {(row, isSelected) => (
          <ConversationRow
            conversation={row}
            projectName={projects.length > 1 ? projectNames.get(row.projectId) : undefined}
            isSelected={isSelected}
            isGone={row.gone === true}
            isTicked={ticks.has(row.id)}
            onTick={(range) => toggle(row.id, range)}
          />
        )}
      </RowGrid>
    </div>
  );
}

function NothingHere({ filter, onClearFilter }: Pick<Props, "filter" | "onClearFilter">) {
  const t = useTranslations("list");
  const { data: projects } = useQuery(projectsQuery());
  const narrowed =
    filter.q !== undefined ||
    filter.project !== undefined ||
    filter.status !== undefined ||
    filter.assignee !== undefined;
  if (narrowed) {
    const empty =
      filter.assignee === "me"
        ? t("nothingMine")
        : filter.assignee === "none"
          ? t("nothingUnassigned")
          : t("emptyTab");
    return (
      <EmptyState
        icon={<SearchX size={28} />}
        title={filter.q ? t("noMatches", { q: filter.q }) : empty}
        action={<Button onPress={onClearFilter}>{t("clearFilter")}</Button>}
      />
    );
  }
  return (
    <EmptyState
      icon={<Inbox size={28} />}
      title={projects?.length === 0 ? t("noProjects") : t("allDone")}
    >
      {projects?.length === 0 ? t("noProjectsHint") : t("allDoneHint")}
    </EmptyState>
  );
}

const LoadingRows = ({ label }: { label: string }) => (
  <div role="status" aria-label={label} className="flex-1 overflow-hidden">
    {["a", "b", "c", "d", "e", "f", "g", "h"].map((key) => (
      <div key={key} className="flex h-21 flex-col gap-2 border-line border-b px-4 py-3">
        <Skeleton className="h-4 w-2/5" />
        <Skeleton className="h-3 w-4/5" />
        <Skeleton className="h-3 w-1/4" />
      </div>
    ))}
  </div>
);

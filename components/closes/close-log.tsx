"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { CircleAlert, History, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadFailed } from "@/components/ui/load-failed";
import { LoadMore } from "@/components/ui/load-more";
import { Skeleton } from "@/components/ui/skeleton";
import type { LogFilter } from "@/lib/close-log/input";
import { closeLogQuery } from "@/lib/close-log/query";
import type { LogEntry } from "@/lib/close-log/schema";
import { LogCards } from "./log-cards";
import { LogTable } from "./log-table";
import { useSteady } from "./use-steady";
import { useWide } from "./use-wide";

type Props = { filter: LogFilter; onClearFilter: (() => void) | undefined };

export function CloseLog({ filter, onClearFilter }: Props) {
  const t = useTranslations("closes");
  const log = useInfiniteQuery(closeLogQuery(filter));
  const pages = log.data?.pages ?? [];
  const { value: shown, pointer } = useSteady(pages, JSON.stringify([filter, pages.length]));
  if (log.isPending) return <LoadingRows label={t("loading")} />;
  if (log.isError && pages.length === 0) {
    return (
      <LoadFailed
        title={t("failed")}
        hint={t("failedHint")}
        tryAgain={t("tryAgain")}
        onRetry={() => void log.refetch()}
      />
    );
  }
  // What changes while one pages may stand on two pages.
  const entries = new Map(
    shown.flatMap((page) => page.items).map((entry) => [entry.close.id, entry]),
  );
  const [urgent, rest] = split([...entries.values()]);
  if (entries.size === 0) return <NothingHere onClearFilter={onClearFilter} />;
  return (
    <div
      {...pointer}
      aria-busy={log.isPlaceholderData}
      className={`flex flex-col gap-5 ${log.isPlaceholderData ? "opacity-60" : ""}`}
    >
      {urgent.length > 0 && <Group title={t("attention")} entries={urgent} isUrgent />}
      {rest.length > 0 && (
        <Group title={urgent.length > 0 ? t("rest") : t("all")} entries={rest} isUrgent={false} />
      )}
      {log.hasNextPage && (
        <LoadMore
          words={{
            more: t("more"),
            loading: t("loadingMore"),
            failed: t("moreFailed"),
            tryAgain: t("tryAgain"),
          }}
          isLoading={log.isFetchingNextPage}
          isFailed={log.isFetchNextPageError}
          onLoad={() => void log.fetchNextPage()}
        />
      )}
    </div>
  );
}

function split(entries: LogEntry[]) {
  return [
    entries.filter((entry) => entry.needsAttention),
    entries.filter((entry) => !entry.needsAttention),
  ] as const;
}

type GroupProps = { title: string; entries: LogEntry[]; isUrgent: boolean };

function Group({ title, entries, isUrgent }: GroupProps) {
  const t = useTranslations("closes");
  const wide = useWide();
  return (
    <section className="flex flex-col gap-2">
      <h2 className="flex items-center gap-2 font-semibold">
        {isUrgent && <CircleAlert size={16} aria-hidden className="text-alert" />}
        {title}
      </h2>
      {isUrgent && <p className="-mt-1 text-ink-soft text-sm">{t("attentionHint")}</p>}
      {wide ? (
        <LogTable label={title} entries={entries} isUrgent={isUrgent} />
      ) : (
        <LogCards label={title} entries={entries} />
      )}
    </section>
  );
}

function NothingHere({ onClearFilter }: Pick<Props, "onClearFilter">) {
  const t = useTranslations("closes");
  if (onClearFilter) {
    return (
      <EmptyState
        icon={<SearchX size={28} />}
        title={t("noMatches")}
        action={<Button onPress={onClearFilter}>{t("filters.clear")}</Button>}
      />
    );
  }
  return (
    <EmptyState icon={<History size={28} />} title={t("empty")}>
      {t("emptyHint")}
    </EmptyState>
  );
}

const LoadingRows = ({ label }: { label: string }) => (
  <div role="status" aria-label={label} className="flex flex-col gap-2">
    <Skeleton className="h-5 w-40" />
    {["a", "b", "c", "d", "e", "f"].map((key) => (
      <Skeleton key={key} className="h-14 w-full" />
    ))}
  </div>
);

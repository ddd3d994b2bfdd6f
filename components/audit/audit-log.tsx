"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ScrollText, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useWide } from "@/components/closes/use-wide";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadFailed } from "@/components/ui/load-failed";
import { LoadMore } from "@/components/ui/load-more";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import type { AuditFilter } from "@/lib/audit-log/input";
import { auditQuery, newestAuditQuery } from "@/lib/audit-log/query";
import { AuditCards } from "./audit-cards";
import { AuditTable } from "./audit-table";
import type { AuditView } from "./use-audit-view";

type Props = {
  filter: AuditFilter;
  onNarrow: (some: AuditView) => void;
  onClearFilter: (() => void) | undefined;
};

export function AuditLog({ filter, onNarrow, onClearFilter }: Props) {
  const t = useTranslations("audit");
  const wide = useWide();
  const log = useInfiniteQuery(auditQuery(filter));
  if (log.isPending) return <LoadingRows label={t("loading")} />;
  if (log.isError && !log.data) {
    return (
      <LoadFailed
        title={t("failed")}
        hint={t("failedHint")}
        tryAgain={t("tryAgain")}
        onRetry={() => void log.refetch()}
      />
    );
  }
  const entries = log.data.pages.flatMap((page) => page.items);
  const Entries = wide ? AuditTable : AuditCards;
  return (
    <div
      aria-busy={log.isPlaceholderData}
      className={`flex flex-col gap-3 ${log.isPlaceholderData ? "opacity-60" : ""}`}
    >
      <NewEntries
        filter={filter}
        shown={entries[0]?.id ?? null}
        isBusy={log.isFetching}
        onShow={() => void log.refetch()}
      />
      {entries.length === 0 ? (
        <NothingHere onClearFilter={onClearFilter} />
      ) : (
        <Entries entries={entries} onNarrow={onNarrow} />
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

type NewProps = { filter: AuditFilter; shown: string | null; isBusy: boolean; onShow: () => void };

/** Rows don't move under who reads them: what has come since waits for a press. */
function NewEntries({ filter, shown, isBusy, onShow }: NewProps) {
  const t = useTranslations("audit");
  const { data: newest } = useQuery(newestAuditQuery(filter));
  const isNewer = typeof newest === "string" && Number(newest) > Number(shown ?? 0);
  if (!isNewer || isBusy) return null;
  return (
    <Notice
      tone="accent"
      live
      actions={
        <Button size="small" onPress={onShow}>
          {t("showNew")}
        </Button>
      }
    >
      {t("newEntries")}
    </Notice>
  );
}

function NothingHere({ onClearFilter }: Pick<Props, "onClearFilter">) {
  const t = useTranslations("audit");
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
    <EmptyState icon={<ScrollText size={28} />} title={t("empty")}>
      {t("emptyHint")}
    </EmptyState>
  );
}

const LoadingRows = ({ label }: { label: string }) => (
  <div role="status" aria-label={label} className="flex flex-col gap-2">
    {["a", "b", "c", "d", "e", "f", "g"].map((key) => (
      <Skeleton key={key} className="h-11 w-full" />
    ))}
  </div>
);

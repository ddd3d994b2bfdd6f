"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { openConversation } from "@/components/shell/use-selected-id";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Segments } from "@/components/ui/segments";
import { Skeleton } from "@/components/ui/skeleton";
import { useBulkStep } from "@/lib/bulk-closes/client";
import { bulkItemsQuery } from "@/lib/bulk-closes/query";
import type { BulkItem, BulkSummary } from "@/lib/bulk-closes/schema";
import { useCauseWords } from "./use-cause-words";

type Shown = "all" | NonNullable<BulkItem["result"]>;

/** What became of each conversation of a job, and why. */
export function BulkReport({ job, onClose }: { job: BulkSummary; onClose: () => void }) {
  const t = useTranslations("closing.bulk");
  const common = useTranslations("common");
  const [shown, setShown] = useState<Shown>(job.failed > 0 ? "failed" : "all");
  const items = useInfiniteQuery(
    bulkItemsQuery(job.id, shown === "all" ? null : shown, job.endedAt === null),
  );
  const retry = useBulkStep("retry-failed");
  const rows = items.data?.pages.flatMap((page) => page.items) ?? [];
  const counts = {
    all: job.total,
    failed: job.failed,
    skipped: job.skipped,
    succeeded: job.succeeded,
  };
  return (
    <Dialog title={t("reportTitle", { count: job.total })} isOpen onClose={onClose} width="wide">
      <Segments
        label={t("show")}
        options={(["all", "failed", "skipped", "succeeded"] as const).map((id) => ({
          id,
          name: t(`results.${id}`),
          mark: <span className="text-xs tabular-nums">{counts[id]}</span>,
        }))}
        value={shown}
        onChange={setShown}
      />
      {items.isPending ? (
        <Skeleton className="h-40 w-full" />
      ) : items.isError ? (
        <Notice
          tone="alert"
          live
          actions={
            <Button size="small" onPress={() => void items.refetch()}>
              {t("tryAgain")}
            </Button>
          }
        >
          {t("reportFailed")}
        </Notice>
      ) : rows.length === 0 ? (
        <p className="py-6 text-center text-ink-soft">{t("nothingSo")}</p>
      ) : (
        <ul
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label={t("show")}
          className="max-h-[50vh] divide-y divide-line overflow-y-auto rounded-md border border-line"
        >
          {rows.map((item) => (
            <ReportLine key={item.conversationId} item={item} onClose={onClose} />
          ))}
          {items.hasNextPage && (
            <li className="flex justify-center p-2">
              <Button
                size="small"
                isPending={items.isFetchingNextPage}
                onPress={() => void items.fetchNextPage()}
              >
                {t("more")}
              </Button>
            </li>
          )}
        </ul>
      )}
      {retry.isError && (
        <Notice tone="alert" live>
          {common("failed")}
        </Notice>
      )}
      <DialogFooter>
        <Button onPress={onClose}>{common("done")}</Button>
        {job.failed > 0 && (
          <Button
            look="primary"
            isPending={retry.isPending}
            onPress={() => retry.mutate(job.id, { onSuccess: onClose })}
          >
            {t("retryFailed", { count: job.failed })}
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}

function ReportLine({ item, onClose }: { item: BulkItem; onClose: () => void }) {
  const t = useTranslations("closing.bulk");
  const closing = useTranslations("closing");
  const phases = useTranslations("closing.phases");
  const causeWords = useCauseWords();
  const { contact, state, result, error, conversationId } = item;
  const isJelous = error !== null && error.message !== "" && state !== "failed";
  const words =
    state === "queued"
      ? t("states.queued")
      : state === "failed" || state === "skipped"
        ? t(`states.${state}`)
        : phases(`${state === "waiting" ? "undoable" : state}.short`);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
      <button
        type="button"
        onClick={() => {
          openConversation(conversationId);
          onClose();
        }}
        className="min-w-0 flex-1 basis-40 truncate rounded text-left font-medium underline-offset-2 hover:underline"
      >
        {contact.name || contact.id || conversationId}
      </button>
      <Badge tone={result === "failed" ? "alert" : "quiet"}>{words}</Badge>
      {error && (
        <p className="w-full text-ink-soft text-sm">
          {causeWords(error.code)}
          {isJelous && ` ${closing("jelouSays", { words: error.message })}`}
        </p>
      )}
    </li>
  );
}

"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { LogFilter } from "@/lib/close-log/input";
import type { LogSummary as Summary } from "@/lib/close-log/schema";
import { DayChart } from "./day-chart";
import { SpeedChart } from "./speed-chart";
import { toDay } from "./use-log-view";
import { useWide } from "./use-wide";

type Props = { query: UseQueryResult<Summary>; filter: LogFilter; now: number };

/** How many there were, by day and reason, and how soon Jelou confirmed them; on a phone folded. */
export function LogSummary({ query, filter, now }: Props) {
  const t = useTranslations("closes.summary");
  const wide = useWide();
  const [chosen, setChosen] = useState<boolean>();
  const isOpen = chosen ?? wide;
  const { data } = query;
  return (
    <section aria-label={t("title")} className="rounded-lg border border-line bg-surface">
      {data ? (
        <details
          open={isOpen}
          onToggle={(event) => {
            const { open } = event.currentTarget;
            if (open !== isOpen) setChosen(open);
          }}
          className="group"
        >
          <summary className="flex list-none items-center gap-3 rounded-lg px-4 py-3 hover:bg-hover [&::-webkit-details-marker]:hidden">
            <Totals summary={data} />
            <ChevronDown
              size={18}
              aria-hidden
              className="ml-auto shrink-0 text-ink-faint transition-transform duration-100 group-open:rotate-180"
            />
          </summary>
          {isOpen && data.total > 0 && (
            <div className="grid gap-x-10 gap-y-6 border-line border-t px-4 pt-4 pb-5 lg:grid-cols-[1fr_320px]">
              <DayChart
                days={data.days}
                first={filter.from ? toDay(filter.from) : undefined}
                last={toDay(filter.to === undefined ? now : filter.to - 1)}
              />
              <SpeedChart counts={data.confirmations} />
            </div>
          )}
        </details>
      ) : query.isError ? (
        <div className="flex flex-wrap items-center justify-between gap-2 px-4 py-2">
          <p className="text-ink-soft">{t("loadFailed")}</p>
          <Again onPress={() => void query.refetch()} />
        </div>
      ) : (
        <div className="px-4 py-4">
          <Skeleton className="h-5 w-72 max-w-full" />
        </div>
      )}
    </section>
  );
}

function Again({ onPress }: { onPress: () => void }) {
  const t = useTranslations("closes");
  return (
    <Button size="small" onPress={onPress}>
      {t("tryAgain")}
    </Button>
  );
}

function Totals({ summary }: { summary: Summary }) {
  const t = useTranslations("closes.summary");
  const { total, succeeded, failed, unconfirmed } = summary;
  return (
    <p className="flex min-w-0 flex-wrap items-baseline gap-x-5 gap-y-1">
      <span className="font-semibold text-lg">{t("total", { count: total })}</span>
      <span className="text-ink-soft">{t("succeeded", { count: succeeded })}</span>
      <span className={failed > 0 ? "font-medium text-alert" : "text-ink-soft"}>
        {t("failed", { count: failed })}
      </span>
      <span className={unconfirmed > 0 ? "font-medium text-alert" : "text-ink-soft"}>
        {t("unconfirmed", { count: unconfirmed })}
      </span>
    </p>
  );
}

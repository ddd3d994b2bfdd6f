"use client";

import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import dynamic from "next/dynamic";
import { useNow, useTranslations } from "next-intl";
import { useAccount } from "@/components/shell/account-context";
import { FreshnessLine } from "@/components/shell/freshness-line";
import type { LogFilter } from "@/lib/close-log/input";
import { closeSummaryQuery } from "@/lib/close-log/query";
import { withQuery } from "@/lib/http/request-json";
import { CloseLog } from "./close-log";
import { LogFilters } from "./log-filters";
import { toFilter, useLogView } from "./use-log-view";

const LogSummary = dynamic(() => import("./log-summary").then((module) => module.LogSummary), {
  loading: () => <div className="h-13 rounded-lg border border-line bg-surface" />,
});

/** Every close there was: who asked for it, what came of it, and which of them wait for somebody. */
export function ClosesScreen() {
  const t = useTranslations("closes");
  const { view, change, clear, isNarrowed } = useLogView();
  const now = useNow({ updateInterval: 60_000 });
  const filter = toFilter(view, now.getTime());
  const summary = useQuery(closeSummaryQuery(filter, -now.getTimezoneOffset()));
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto flex max-w-360 flex-col gap-4 px-4 py-5 sm:px-8 sm:py-6">
        <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <h1 className="font-semibold text-xl">{t("title")}</h1>
          <FreshnessLine />
          <CsvLink filter={filter} />
        </header>
        <LogFilters
          view={view}
          now={now.getTime()}
          choices={summary.data}
          onChange={change}
          onClear={isNarrowed ? clear : undefined}
        />
        <LogSummary query={summary} filter={filter} now={now.getTime()} />
        <CloseLog filter={filter} onClearFilter={isNarrowed ? clear : undefined} />
      </div>
    </div>
  );
}

function CsvLink({ filter }: { filter: LogFilter }) {
  const t = useTranslations("closes");
  const { role } = useAccount();
  if (role === "agent") return null;
  return (
    <a
      href={withQuery("/api/closes.csv", filter)}
      download
      className="ml-auto inline-flex h-9 items-center gap-2 rounded-md border border-line-strong/60 bg-raised px-3 font-medium hover:bg-hover"
    >
      <Download size={16} aria-hidden />
      {t("csv")}
    </a>
  );
}

"use client";

import { Download } from "lucide-react";
import { useNow, useTranslations } from "next-intl";
import { auditAddress } from "@/lib/audit-log/query";
import { AuditFilters } from "./audit-filters";
import { AuditLog } from "./audit-log";
import { toAuditFilter, useAuditView } from "./use-audit-view";

/** Who did what on this desk, newest first. */
export function AuditScreen() {
  const t = useTranslations("audit");
  const { view, change, clear, isNarrowed } = useAuditView();
  const now = useNow({ updateInterval: 60_000 }).getTime();
  const filter = toAuditFilter(view, now);
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto flex max-w-360 flex-col gap-4 px-4 py-5 sm:px-8 sm:py-6">
        <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <div className="min-w-0">
            <h1 className="font-semibold text-xl">{t("title")}</h1>
            <p className="max-w-160 text-ink-soft">{t("intro")}</p>
          </div>
          <a
            href={auditAddress("/api/audit.csv", filter)}
            download
            className="inline-flex h-9 items-center gap-2 rounded-md border border-line-strong/60 bg-raised px-3 font-medium hover:bg-hover"
          >
            <Download size={16} aria-hidden />
            {t("csv")}
          </a>
        </header>
        <AuditFilters
          view={view}
          now={now}
          onChange={change}
          onClear={isNarrowed ? clear : undefined}
        />
        <AuditLog
          filter={filter}
          onNarrow={change}
          onClearFilter={isNarrowed ? clear : undefined}
        />
      </div>
    </div>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { AuditEntry } from "@/lib/audit/schema";
import { AuditDetails } from "./audit-details";
import { Result, Summary, What, When, Where, Who } from "./audit-parts";
import { DetailsToggle } from "./audit-table";
import type { AuditView } from "./use-audit-view";

type Props = { entries: AuditEntry[]; onNarrow: (some: AuditView) => void };

export function AuditCards({ entries, onNarrow }: Props) {
  const t = useTranslations("audit");
  return (
    <ul aria-label={t("log")} className="flex flex-col gap-2">
      {entries.map((entry) => (
        <AuditCard key={entry.id} entry={entry} onNarrow={onNarrow} />
      ))}
    </ul>
  );
}

function AuditCard({ entry, onNarrow }: { entry: AuditEntry } & Pick<Props, "onNarrow">) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <li className="flex flex-col gap-1 rounded-lg border border-line bg-surface px-3 py-2.5 text-sm">
      <div className="flex items-start justify-between gap-3">
        <Who entry={entry} />
        <span className="shrink-0 text-ink-soft text-xs leading-5">
          <When at={entry.at} />
        </span>
      </div>
      <What entry={entry} />
      {!isOpen && <Summary entry={entry} />}
      <div className="flex items-center gap-3 text-ink-soft text-xs">
        <Result result={entry.result} />
        <Where entry={entry} />
        <span className="ml-auto">
          <DetailsToggle
            entry={entry}
            isOpen={isOpen}
            controls={id}
            onToggle={() => setOpen(!isOpen)}
          />
        </span>
      </div>
      {isOpen && (
        <div id={id} className="border-line border-t pt-2">
          <AuditDetails entry={entry} onNarrow={onNarrow} />
        </div>
      )}
    </li>
  );
}

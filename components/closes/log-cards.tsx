"use client";

import { useTranslations } from "next-intl";
import type { LogEntry } from "@/lib/close-log/schema";
import { CustomerLink, Given, OpenLink, Outcome, useSpeed, When } from "./log-parts";

export const LogCards = ({ label, entries }: { label: string; entries: LogEntry[] }) => (
  <ul aria-label={label} className="flex flex-col gap-2">
    {entries.map((entry) => (
      <LogCard key={entry.close.id} entry={entry} />
    ))}
  </ul>
);

function LogCard({ entry }: { entry: LogEntry }) {
  const t = useTranslations("closes");
  const { close } = entry;
  const speed = useSpeed(close);
  const facts = [
    close.requestedBy.name,
    close.reason?.name ?? t("noReason"),
    t("attempts", { count: close.attempts }),
    ...(speed === null ? [] : [t("confirmedIn", { time: speed })]),
  ];
  return (
    <li
      className={`flex flex-col gap-2 rounded-lg border bg-surface px-3 py-2.5 text-sm ${entry.needsAttention ? "border-alert/40" : "border-line"}`}
    >
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0 flex-1">
          <CustomerLink entry={entry} />
        </div>
        <span className="shrink-0 text-ink-soft text-xs leading-5">
          <When at={close.requestedAt} />
        </span>
      </div>
      <Outcome entry={entry} />
      <div className="flex items-baseline gap-2">
        <span className="shrink-0 text-ink-soft text-xs">{t("columns.message")}</span>
        <div className="min-w-0">
          <Given close={close} />
        </div>
      </div>
      <p className="break-words text-ink-soft text-xs">{facts.join(" · ")}</p>
      {entry.needsAttention && <OpenLink entry={entry} />}
    </li>
  );
}

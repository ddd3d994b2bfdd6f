"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { AuditEntry } from "@/lib/audit/schema";
import { AuditDetails } from "./audit-details";
import { Result, Summary, useSentence, What, When, Where, Who } from "./audit-parts";
import type { AuditView } from "./use-audit-view";

type Props = { entries: AuditEntry[]; onNarrow: (some: AuditView) => void };

const columns = [
  ["when", "w-44"],
  ["who", "w-[16%]"],
  ["what", ""],
  ["result", "w-28"],
  ["where", "w-40"],
] as const;

export function AuditTable({ entries, onNarrow }: Props) {
  const t = useTranslations("audit");
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <table aria-label={t("log")} className="w-full table-fixed text-left text-sm">
        <thead className="border-line border-b text-ink-soft text-xs">
          <tr>
            {columns.map(([name, look]) => (
              <th key={name} scope="col" className={`px-3 py-2 font-medium ${look}`}>
                {t(`columns.${name}`)}
              </th>
            ))}
            <th scope="col" className="w-12 px-3 py-2">
              <span className="sr-only">{t("details")}</span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} onNarrow={onNarrow} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AuditRow({ entry, onNarrow }: { entry: AuditEntry } & Pick<Props, "onNarrow">) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <tr className="align-top hover:bg-hover [&>*]:px-3 [&>*]:py-1.5">
        <td className="text-ink-soft">
          <When at={entry.at} />
        </td>
        <td>
          <Who entry={entry} />
        </td>
        <th scope="row" className="font-normal">
          <What entry={entry} />
          {!isOpen && <Summary entry={entry} />}
        </th>
        <td>
          <Result result={entry.result} />
        </td>
        <td className="text-ink-soft">
          <Where entry={entry} />
        </td>
        <td className="text-right">
          <DetailsToggle
            entry={entry}
            isOpen={isOpen}
            controls={id}
            onToggle={() => setOpen(!isOpen)}
          />
        </td>
      </tr>
      {isOpen && (
        <tr id={id} className="border-t-0 bg-sunken/50">
          <td colSpan={columns.length + 1} className="px-3 py-3 lg:pl-44">
            <div className="lg:pl-3">
              <AuditDetails entry={entry} onNarrow={onNarrow} />
            </div>
          </td>
        </tr>
      )}
    </>
  );
}

type ToggleProps = { entry: AuditEntry; isOpen: boolean; controls: string; onToggle: () => void };

export function DetailsToggle({ entry, isOpen, controls, onToggle }: ToggleProps) {
  const t = useTranslations("audit");
  const sentence = useSentence()(entry);
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      aria-controls={isOpen ? controls : undefined}
      aria-label={t("detailsOf", { what: sentence })}
      onClick={onToggle}
      className="inline-flex size-6 items-center justify-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
    >
      <ChevronRight
        size={16}
        aria-hidden
        className={`transition-transform duration-100 ${isOpen ? "rotate-90" : ""}`}
      />
    </button>
  );
}

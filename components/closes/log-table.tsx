"use client";

import { useTranslations } from "next-intl";
import type { LogEntry } from "@/lib/close-log/schema";
import { CustomerLink, Given, OpenLink, Outcome, Speed, When } from "./log-parts";

type Props = { label: string; entries: LogEntry[]; isUrgent: boolean };

const columns = [
  ["when", "w-28"],
  ["customer", "w-[15%]"],
  ["agent", "w-[12%]"],
  ["reason", "w-[11%]"],
  ["message", ""],
  ["state", "w-[20%]"],
  ["attempts", "w-20 text-right"],
  ["confirmation", "w-30 text-right"],
] as const;

export function LogTable({ label, entries, isUrgent }: Props) {
  const t = useTranslations("closes");
  return (
    <div
      className={`overflow-hidden rounded-lg border bg-surface ${isUrgent ? "border-alert/40" : "border-line"}`}
    >
      <table aria-label={label} className="w-full table-fixed text-left text-sm">
        <thead className="border-line border-b text-ink-soft text-xs">
          <tr>
            {columns.map(([name, look]) => (
              <th key={name} scope="col" className={`px-3 py-2 font-medium ${look}`}>
                {t(`columns.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {entries.map((entry) => (
            <LogRow key={entry.close.id} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LogRow({ entry }: { entry: LogEntry }) {
  const t = useTranslations("closes");
  const { close } = entry;
  return (
    <tr className="align-top hover:bg-hover [&>*]:px-3 [&>*]:py-2">
      <td className="text-ink-soft">
        <When at={close.requestedAt} />
      </td>
      <th scope="row" className="font-normal">
        <CustomerLink entry={entry} />
      </th>
      <td>
        <p title={close.requestedBy.name} className="line-clamp-2 break-words">
          {close.requestedBy.name}
        </p>
      </td>
      <td className="break-words">
        {close.reason?.name ?? <span className="text-ink-faint">{t("noReason")}</span>}
      </td>
      <td>
        <Given close={close} />
      </td>
      <td>
        <Outcome entry={entry} />
        {entry.needsAttention && <OpenLink entry={entry} />}
      </td>
      <td className="text-right tabular-nums">{close.attempts}</td>
      <td className="text-right tabular-nums">
        <Speed close={close} />
      </td>
    </tr>
  );
}

"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type DraftKind, longestText } from "@/lib/messages/schema";

type Props = {
  kind: DraftKind;
  /** Of the text, to be counted. */
  length: number;
  /** What goes along, above the text. */
  tray?: ReactNode;
  field: ReactNode;
  tools: ReactNode;
  buttons: ReactNode;
};

const looks = {
  answer: "border-line-strong/60 bg-surface focus-within:border-accent focus-within:outline-accent",
  note: "border-note-line bg-note-soft focus-within:outline-note-line",
};

/** Nobody needs to know how long a short text is. */
const countedFrom = longestText - 400;

/** One look for each of the two, so that nobody takes the one for the other. */
export function BoxFrame({ kind, length, tray, field, tools, buttons }: Props) {
  const t = useTranslations("composer");
  return (
    <div className={`flex flex-col rounded-lg border outline-1 outline-transparent ${looks[kind]}`}>
      {tray}
      {field}
      <div className="flex items-center gap-0.5 px-1.5 pb-1.5">
        {tools}
        <span className="ml-auto flex min-w-0 items-center gap-2">
          {length > countedFrom && (
            <span
              className={`text-xs tabular-nums ${length > longestText ? "font-medium text-alert" : "text-ink-soft"}`}
            >
              {t("count", { length, most: longestText })}
            </span>
          )}
          {buttons}
        </span>
      </div>
    </div>
  );
}

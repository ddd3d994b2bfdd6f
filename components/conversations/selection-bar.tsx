"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { ListFilter } from "@/lib/conversations/apply-change";
import { matchingQuery } from "@/lib/conversations/query";
import { mostMatches } from "@/lib/conversations/schema";
import { toMatchParams } from "./to-match-params";
import type { Ticks } from "./use-ticks";

type Props = { filter: ListFilter; ticks: Ticks; onClose: () => void };

/** What is ticked and what can be done with it. */
export function SelectionBar({ filter, ticks, onClose }: Props) {
  const t = useTranslations("list.selection");
  const { data: total } = useQuery(matchingQuery(toMatchParams(filter)));
  const count = ticks.all ? (total ?? 0) : ticks.ids.size;
  const more = !ticks.all && total !== undefined && total > ticks.ids.size && total <= mostMatches;
  return (
    <section
      aria-label={t("label")}
      className="flex shrink-0 flex-col gap-1 border-line border-b bg-accent-soft px-3 py-2"
    >
      <div className="flex items-center gap-2">
        <p role="status" className="min-w-0 flex-1 font-medium text-accent-strong text-sm">
          {ticks.all ? t("all", { count }) : t("some", { count })}
        </p>
        <Button size="small" look="primary" isDisabled={count === 0} onPress={onClose}>
          {t("close")}
        </Button>
        <Button look="quiet" size="icon" aria-label={t("clear")} onPress={ticks.clear}>
          <X size={16} aria-hidden />
        </Button>
      </div>
      {more && (
        <button
          type="button"
          onClick={ticks.takeAll}
          className="w-fit rounded text-accent-strong text-sm underline underline-offset-2"
        >
          {t("takeAll", { count: total })}
        </button>
      )}
    </section>
  );
}

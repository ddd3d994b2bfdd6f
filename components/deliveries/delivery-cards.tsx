"use client";

import { useTranslations } from "next-intl";
import type { Delivery } from "@/lib/deliveries/schema";
import { Effect, Ids, OpenButton, Repeats, Verdict, When } from "./delivery-parts";

type Props = { items: Delivery[]; onOpen: (id: string) => void };

export function DeliveryCards({ items, onOpen }: Props) {
  const t = useTranslations("deliveries");
  return (
    <ul aria-label={t("title")} className="flex flex-col gap-2">
      {items.map((item) => (
        <li
          key={item.id}
          className={`flex flex-col gap-1.5 rounded-lg border bg-surface px-3 py-2.5 text-sm ${item.verdict === "quarantined" ? "border-alert/40" : "border-line"}`}
        >
          <div className="flex items-start justify-between gap-3">
            <div className="min-w-0 flex-1">
              <OpenButton item={item} onOpen={onOpen} />
              <Ids item={item} />
            </div>
            <span className="shrink-0 text-ink-soft text-xs leading-6">
              <When at={item.at} />
            </span>
          </div>
          <Verdict item={item} />
          {item.verdict !== "refused" && item.conversation && (
            <div className="flex items-baseline gap-2">
              <span className="shrink-0 text-ink-soft text-xs">{t("columns.effect")}</span>
              <div className="min-w-0">
                <Effect item={item} />
              </div>
            </div>
          )}
          <Repeats item={item} />
        </li>
      ))}
    </ul>
  );
}

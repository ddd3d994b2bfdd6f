"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { AlarmNotices } from "./alarm-notices";
import { DeliveryFilters } from "./delivery-filters";
import { DeliveryList } from "./delivery-list";
import { toWish, useDeliveryView } from "./use-delivery-view";

const DeliveryDialog = dynamic(() =>
  import("./delivery-dialog").then((module) => module.DeliveryDialog),
);

/** What Jelou posted, what came of each, and what was not taken. */
export function DeliveriesScreen() {
  const t = useTranslations("deliveries");
  const { view, change, clear, isNarrowed } = useDeliveryView();
  return (
    <div className="relative h-full overflow-y-auto">
      <div className="mx-auto flex max-w-360 flex-col gap-4 px-4 py-5 sm:px-8 sm:py-6">
        <header>
          <h1 className="font-semibold text-xl">{t("title")}</h1>
          <p className="max-w-160 text-ink-soft">{t("intro")}</p>
        </header>
        <AlarmNotices />
        <DeliveryFilters view={view} onChange={change} onClear={isNarrowed ? clear : undefined} />
        <DeliveryList
          wish={toWish(view)}
          onOpen={(open) => change({ open })}
          onClearFilter={isNarrowed ? clear : undefined}
        />
      </div>
      {view.open && <DeliveryDialog id={view.open} onClose={() => change({ open: undefined })} />}
    </div>
  );
}

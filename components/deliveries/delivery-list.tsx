"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { SearchX, Webhook } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useSteady } from "@/components/closes/use-steady";
import { useWide } from "@/components/closes/use-wide";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadFailed } from "@/components/ui/load-failed";
import { Skeleton } from "@/components/ui/skeleton";
import { type DeliveryWish, deliveriesQuery } from "@/lib/deliveries/query";
import { DeliveryCards } from "./delivery-cards";
import { DeliveryTable } from "./delivery-table";

type Props = {
  wish: DeliveryWish;
  onOpen: (id: string) => void;
  onClearFilter: (() => void) | undefined;
};

export function DeliveryList({ wish, onOpen, onClearFilter }: Props) {
  const t = useTranslations("deliveries");
  const wide = useWide();
  const top = useInSight();
  const foot = useInSight("400px");
  const list = useInfiniteQuery(deliveriesQuery(wish, top.isInSight));
  const pages = list.data?.pages ?? [];
  const { value: shown, pointer } = useSteady(pages, JSON.stringify([wish, pages.length]));
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = list;
  const goesOn = foot.isInSight && hasNextPage && !isFetching && !isFetchNextPageError;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);

  if (list.isPending) return <LoadingRows label={t("loading")} />;
  if (list.isError && pages.length === 0) {
    return (
      <LoadFailed
        title={t("failed")}
        hint={t("failedHint")}
        tryAgain={t("tryAgain")}
        onRetry={() => void list.refetch()}
      />
    );
  }
  // What changes while one pages may stand on two pages.
  const items = [
    ...new Map(shown.flatMap((page) => page.items).map((item) => [item.id, item])).values(),
  ];
  return (
    <>
      <div ref={top.place} aria-hidden className="-mt-4 h-px" />
      {items.length === 0 ? (
        <NothingHere onClearFilter={onClearFilter} />
      ) : (
        <div
          {...pointer}
          aria-busy={list.isPlaceholderData}
          className={list.isPlaceholderData ? "opacity-60" : ""}
        >
          {wide ? (
            <DeliveryTable items={items} onOpen={onOpen} />
          ) : (
            <DeliveryCards items={items} onOpen={onOpen} />
          )}
        </div>
      )}
      <div ref={foot.place} className="flex flex-col items-center gap-2 pb-2">
        {isFetchNextPageError && (
          <p role="alert" className="text-alert text-sm">
            {t("moreFailed")}
          </p>
        )}
        {hasNextPage && (
          <Button isPending={list.isFetchingNextPage} onPress={() => void fetchNextPage()}>
            {isFetchNextPageError ? t("tryAgain") : t("more")}
          </Button>
        )}
      </div>
    </>
  );
}

/** Whether the place is on the screen, or so near. */
function useInSight(rootMargin = "0px") {
  const [node, place] = useState<HTMLDivElement | null>(null);
  const [isInSight, setInSight] = useState(true);
  useEffect(() => {
    if (!node) return;
    const observer = new IntersectionObserver(
      (entries) => setInSight(entries.at(-1)?.isIntersecting ?? false),
      { rootMargin },
    );
    observer.observe(node);
    return () => observer.disconnect();
  }, [node, rootMargin]);
  return { place, isInSight };
}

function NothingHere({ onClearFilter }: Pick<Props, "onClearFilter">) {
  const t = useTranslations("deliveries");
  if (onClearFilter) {
    return (
      <EmptyState
        icon={<SearchX size={28} />}
        title={t("noMatches")}
        action={<Button onPress={onClearFilter}>{t("filters.clear")}</Button>}
      >
        {t("noMatchesHint")}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<Webhook size={28} />} title={t("empty")}>
      {t("emptyHint")}
    </EmptyState>
  );
}

const LoadingRows = ({ label }: { label: string }) => (
  <div role="status" aria-label={label} className="flex flex-col gap-2">
    {["a", "b", "c", "d", "e", "f"].map((key) => (
      <Skeleton key={key} className="h-12 w-full" />
    ))}
  </div>
);

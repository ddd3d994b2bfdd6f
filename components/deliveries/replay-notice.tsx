"use client";

import { RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useReplay } from "@/lib/deliveries/client";
import type { WholeDelivery } from "@/lib/deliveries/schema";
import { useDeliveryWords } from "./use-delivery-words";

/** Why it was put aside and what can be done about it; after a replay, what came of that. */
export function ReplayNotice({ delivery }: { delivery: WholeDelivery }) {
  const t = useTranslations("deliveries");
  const common = useTranslations("common");
  const words = useDeliveryWords();
  const replay = useReplay(delivery.id);
  const { verdict, reason, obstacle } = delivery;
  if (verdict !== "quarantined") {
    if (!replay.isSuccess) return null;
    return (
      <Notice tone="accent" live>
        {verdict === "stored" ? t("replayed") : t("replayedTwin")}
      </Notice>
    );
  }
  const { error } = replay;
  return (
    <>
      <Notice
        tone="alert"
        actions={
          obstacle === null && (
            <Button size="small" isPending={replay.isPending} onPress={() => replay.mutate()}>
              <RotateCcw size={14} aria-hidden />
              {t("replay")}
            </Button>
          )
        }
      >
        <p className="font-medium">{reason === null ? t("aside") : words.reason(reason)}</p>
        <p className="text-ink-soft text-sm">
          {obstacle === null ? t("replayHint") : t(`obstacles.${obstacle}`)}
        </p>
      </Notice>
      {error && (
        <Notice tone="alert" live>
          {error.code === "conflict"
            ? t("stillWrong", { reason: words.reason(error.message) })
            : common("failed")}
        </Notice>
      )}
    </>
  );
}

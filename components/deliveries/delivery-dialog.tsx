"use client";

import { useQuery } from "@tanstack/react-query";
import { CloudOff } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { deliveryQuery } from "@/lib/deliveries/query";
import type { DeliveryDetail, WholeDelivery } from "@/lib/deliveries/schema";
import { BodyText, HeaderList } from "./delivery-content";
import { DeliveryFacts } from "./delivery-facts";
import { ReplayNotice } from "./replay-notice";
import { useDeliveryWords } from "./use-delivery-words";

type Props = { id: string; onClose: () => void };

/** All that is known of one delivery, or of refused ones of one kind. */
export function DeliveryDialog({ id, onClose }: Props) {
  const t = useTranslations("deliveries");
  const words = useDeliveryWords();
  const query = useQuery(deliveryQuery(id));
  const title = !query.data
    ? t("one")
    : query.data.verdict === "refused"
      ? t("refusedPosts", { count: query.data.count })
      : words.kind(query.data.kind);
  return (
    <Dialog title={title} isOpen onClose={onClose} width="wide">
      {query.isPending && (
        <div role="status" aria-label={t("loading")} className="flex flex-col gap-3">
          <Skeleton className="h-24 w-full" />
          <Skeleton className="h-40 w-full" />
        </div>
      )}
      {query.isError && !query.data && (
        <EmptyState
          icon={<CloudOff size={28} />}
          title={query.error.message.includes("no such") ? t("gone") : t("failedOne")}
          action={<Button onPress={() => void query.refetch()}>{t("tryAgain")}</Button>}
        />
      )}
      {query.data && <Content delivery={query.data} />}
    </Dialog>
  );
}

const Content = ({ delivery }: { delivery: DeliveryDetail }) =>
  delivery.verdict === "refused" ? (
    <Refused delivery={delivery} />
  ) : (
    <Taken key={delivery.id} delivery={delivery} />
  );

function Taken({ delivery }: { delivery: WholeDelivery }) {
  const t = useTranslations("deliveries");
  const { headers, body } = delivery;
  return (
    <>
      <ReplayNotice delivery={delivery} />
      <DeliveryFacts delivery={delivery} />
      <Part title={t("headers")}>{headers ? <HeaderList headers={headers} /> : <Gone />}</Part>
      <Part title={t("body")}>
        {body ? <BodyText text={body.text} encoding={body.encoding} /> : <Gone />}
      </Part>
    </>
  );
}

function Refused({ delivery }: { delivery: Extract<DeliveryDetail, { verdict: "refused" }> }) {
  const t = useTranslations("deliveries");
  const format = useFormatter();
  return (
    <>
      <Notice tone={delivery.projectId === null ? "quiet" : "alert"}>
        <p className="font-medium">{t(`refusals.${delivery.reason}`)}</p>
        <p className="text-ink-soft text-sm">{t(`refusalHints.${delivery.reason}`)}</p>
      </Notice>
      <DeliveryFacts delivery={delivery} />
      <Part title={t("samples")}>
        <p className="text-ink-soft text-sm">
          {delivery.samples.length > 0 ? t("samplesHint") : t("noSamples")}
        </p>
        {delivery.samples.map((sample) => (
          <article
            key={`${sample.at} ${sample.body}`}
            className="flex flex-col gap-2 rounded-md border border-line p-3"
          >
            <HeaderList
              headers={{
                [t("facts.at")]: format.dateTime(sample.at, {
                  dateStyle: "medium",
                  timeStyle: "medium",
                }),
                ...(sample.address === null ? {} : { [t("facts.address")]: sample.address }),
                ...sample.headers,
              }}
            />
            <BodyText text={sample.body} encoding={sample.encoding} />
          </article>
        ))}
      </Part>
    </>
  );
}

const Part = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <section className="flex flex-col gap-2">
    <h3 className="font-semibold">{title}</h3>
    {children}
  </section>
);

function Gone() {
  const t = useTranslations("deliveries");
  return <p className="text-ink-soft text-sm">{t("bodyGone")}</p>;
}

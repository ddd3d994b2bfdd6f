"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { Delivery } from "@/lib/deliveries/schema";
import { projectsQuery } from "@/lib/projects/query";

type Fact = "at" | "verdict" | "project" | "jelouProject" | "effect" | "conversation" | "contact";
type Rest = "message" | "repeats" | "replay" | "count";

/** When it came, what became of it, and the ids that it goes by at Jelou. */
export function DeliveryFacts({ delivery }: { delivery: Delivery }) {
  const t = useTranslations("deliveries");
  const format = useFormatter();
  const { data: projects = [] } = useQuery(projectsQuery());
  const time = (at: number) => format.dateTime(at, { dateStyle: "medium", timeStyle: "medium" });
  const project = projects.find(({ id }) => id === delivery.projectId)?.name ?? null;
  const facts: Partial<Record<Fact | Rest, React.ReactNode>> = {
    at: time(delivery.at),
    verdict: (
      <Badge tone={delivery.verdict === "quarantined" ? "alert" : "quiet"}>
        {t(`verdicts.${delivery.verdict}`)}
      </Badge>
    ),
    project,
  };
  if (delivery.verdict === "refused") {
    facts.jelouProject =
      delivery.jelouProjectId === "*" ? t("otherProjects") : delivery.jelouProjectId;
    facts.count = format.number(delivery.count);
  } else {
    const { conversation, repeatedAt, replayedAt, replayedBy } = delivery;
    facts.effect = conversation && (
      <Link
        href={`/conversations/${conversation.id}`}
        prefetch={false}
        className="inline-flex min-h-6 max-w-full items-center gap-1 font-medium text-accent hover:underline"
      >
        <span className="min-w-0 [overflow-wrap:anywhere]">
          {t("openConversation", { name: conversation.contact.name ?? conversation.contact.id })}
        </span>
        <ArrowRight size={14} aria-hidden className="shrink-0" />
      </Link>
    );
    facts.conversation = delivery.jelouConversationId;
    facts.contact = delivery.contactId;
    facts.message = delivery.jelouMessageId;
    facts.repeats =
      repeatedAt !== null && `${t("repeated", { count: delivery.repeats })} ${time(repeatedAt)}`;
    facts.replay =
      replayedAt !== null &&
      t("replayedBy", { name: replayedBy?.name ?? "", time: time(replayedAt) });
  }
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
      {Object.entries(facts).map(
        ([name, value]) =>
          value && (
            <div key={name} className="col-span-2 grid grid-cols-subgrid items-baseline">
              <dt className="text-ink-soft">{t(`facts.${name as Fact | Rest}`)}</dt>
              <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

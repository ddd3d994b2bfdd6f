"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { Delivery } from "@/lib/deliveries/schema";
import { projectsQuery } from "@/lib/projects/query";
import { useDeliveryWords } from "./use-delivery-words";

export function When({ at }: { at: number }) {
  const format = useFormatter();
  const day = { day: "numeric", month: "short" } as const;
  const time = { hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={format.dateTime(at, { dateStyle: "full", timeStyle: "medium" })}
      className="whitespace-nowrap tabular-nums"
    >
      {format.dateTime(at, { ...day, ...time })}
    </time>
  );
}

/** What it was, which opens the rest. */
export function OpenButton({ item, onOpen }: { item: Delivery; onOpen: (id: string) => void }) {
  const t = useTranslations("deliveries");
  const words = useDeliveryWords();
  const name =
    item.verdict === "refused" ? t("refusedPosts", { count: item.count }) : words.kind(item.kind);
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      onClick={() => onOpen(item.id)}
      className="min-h-6 max-w-full break-words text-left font-medium [overflow-wrap:anywhere] hover:text-accent hover:underline"
    >
      {name}
    </button>
  );
}

/** What it can be found by at Jelou, and where it belongs. */
export function Ids({ item }: { item: Delivery }) {
  const t = useTranslations("deliveries");
  const { data: projects = [] } = useQuery(projectsQuery());
  const project = projects.find(({ id }) => id === item.projectId)?.name;
  const [title, id] =
    item.verdict === "refused"
      ? [t("ids.project"), item.jelouProjectId === "*" ? t("otherProjects") : item.jelouProjectId]
      : [t("ids.conversation"), item.jelouConversationId];
  return (
    <p className="truncate text-ink-faint text-xs">
      {id !== null && <span title={`${title}: ${id}`}>{id}</span>}
      {project && projects.length > 1 && (
        <span className="text-ink-soft">{`${id === null ? "" : " · "}${project}`}</span>
      )}
    </p>
  );
}

/** What became of it, in a word, and why where that isn't the usual. */
export function Verdict({ item }: { item: Delivery }) {
  const t = useTranslations("deliveries");
  const why = useDeliveryWords().why(item);
  const isAside = item.verdict === "quarantined";
  return (
    <div className="flex min-w-0 flex-col items-start gap-1">
      <Badge tone={isAside ? "alert" : "quiet"}>
        {isAside && <CircleAlert size={12} aria-hidden className="shrink-0" />}
        {t(`verdicts.${item.verdict}`)}
      </Badge>
      {why && (
        <p className="line-clamp-2 max-w-full break-words text-ink-soft text-xs [overflow-wrap:anywhere]">
          {why}
        </p>
      )}
      {item.verdict !== "refused" && item.replayedAt !== null && (
        <p className="text-ink-soft text-xs">{t("wasReplayed")}</p>
      )}
    </div>
  );
}

/** Where to see what it did here. */
export function Effect({ item }: { item: Delivery }) {
  const t = useTranslations("deliveries");
  const conversation = item.verdict === "refused" ? null : item.conversation;
  if (!conversation) return <span className="text-ink-faint">{t("noEffect")}</span>;
  const { id, contact } = conversation;
  return (
    <Link
      href={`/conversations/${id}`}
      prefetch={false}
      className="line-clamp-2 break-words [overflow-wrap:anywhere] hover:text-accent hover:underline"
    >
      {contact.name ?? contact.id}
    </Link>
  );
}

/** How often it came again, and when last; nothing where it came once. */
export function Repeats({ item }: { item: Delivery }) {
  const t = useTranslations("deliveries");
  if (item.verdict === "refused" || item.repeats === 0) return null;
  return (
    <p className="text-ink-soft text-xs">
      {t("repeated", { count: item.repeats })}
      {item.repeatedAt !== null && (
        <>
          {" "}
          <When at={item.repeatedAt} />
        </>
      )}
    </p>
  );
}

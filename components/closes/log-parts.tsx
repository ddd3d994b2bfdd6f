"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight, CircleAlert } from "lucide-react";
import Link from "next/link";
import { useFormatter, useLocale, useNow, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { LogEntry } from "@/lib/close-log/schema";
import { describeClose } from "@/lib/conversations/describe-close";
import type { Close } from "@/lib/conversations/schema";
import { formatDuration } from "@/lib/i18n/format-duration";
import { projectsQuery } from "@/lib/projects/query";

const addressOf = ({ close }: LogEntry) => `/conversations/${close.conversationId}`;
const nameOf = ({ contact }: LogEntry) => contact.name ?? contact.id;

export function When({ at }: { at: number }) {
  const format = useFormatter();
  const day = { day: "numeric", month: "short" } as const;
  const time = { hour: "2-digit", minute: "2-digit" } as const;
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

/** Who it was about; below, of which project, where there are several. */
export function CustomerLink({ entry }: { entry: LogEntry }) {
  const { data: projects = [] } = useQuery(projectsQuery());
  return (
    <>
      <Link
        href={addressOf(entry)}
        prefetch={false}
        className="line-clamp-2 break-words font-medium hover:text-accent hover:underline"
      >
        {nameOf(entry)}
      </Link>
      {projects.length > 1 && (
        <span className="block truncate text-ink-faint text-xs">{entry.projectName}</span>
      )}
    </>
  );
}

/** The way out: trying again and marking stand with the conversation. */
export function OpenLink({ entry }: { entry: LogEntry }) {
  const t = useTranslations("closes");
  return (
    <Link
      href={addressOf(entry)}
      prefetch={false}
      aria-label={t("openName", { name: nameOf(entry) })}
      className="mt-1 inline-flex min-h-6 items-center gap-1 self-start font-medium text-accent text-sm hover:underline"
    >
      {t("open")}
      <ArrowRight size={14} aria-hidden />
    </Link>
  );
}

/** What the customer was meant to get. */
export function Given({ close: { message } }: { close: Close }) {
  const t = useTranslations("closes");
  if (message === null) return <p className="text-ink-faint">{t("nothing")}</p>;
  if (message.type === "edge") {
    const { route } = message;
    return (
      <p className="line-clamp-2 break-words">
        {route ? t("edgeRoute", { route: route.name }) : t("edge")}
      </p>
    );
  }
  return (
    <>
      <p title={message.text} className="line-clamp-2 break-words">
        {message.text}
      </p>
      {message.template && (
        <p className="truncate text-ink-faint text-xs">
          {t("template", { name: message.template.name })}
        </p>
      )}
    </>
  );
}

/** The state in words, and what was the matter. Red is what still waits for somebody. */
export function Outcome({ entry: { close, needsAttention } }: { entry: LogEntry }) {
  const phases = useTranslations("closing.phases");
  const causes = useTranslations("closing.causes");
  const now = useNow({ updateInterval: 10_000 }).getTime();
  const { phase, cause } = describeClose(close, now);
  return (
    <div className="flex flex-col items-start gap-1">
      <Badge tone={needsAttention ? "alert" : "quiet"}>
        {needsAttention && <CircleAlert size={12} aria-hidden className="shrink-0" />}
        {phases(`${phase}.short`)}
      </Badge>
      {cause && <p className="break-words text-ink-soft text-xs">{causes(cause)}</p>}
    </div>
  );
}

/** From the click to Jelou's webhook, in words; null as long as that hasn't come. */
export function useSpeed({ requestedAt, confirmedAt }: Close): string | null {
  const locale = useLocale();
  if (confirmedAt === null) return null;
  const ms = Math.max(0, confirmedAt - requestedAt);
  if (ms >= 60_000) return formatDuration(ms, locale);
  const unit = { style: "unit", unit: "second", unitDisplay: "short" } as const;
  return new Intl.NumberFormat(locale, { ...unit, maximumFractionDigits: 1 }).format(ms / 1_000);
}

export function Speed({ close }: { close: Close }) {
  const t = useTranslations("closes");
  const speed = useSpeed(close);
  if (speed !== null) return speed;
  return (
    <>
      <span aria-hidden className="text-ink-faint">
        –
      </span>
      <span className="sr-only">{t("notConfirmed")}</span>
    </>
  );
}

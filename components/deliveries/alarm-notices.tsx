"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import Link from "next/link";
import { useLocale, useNow, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { closeCauses } from "@/lib/conversations/describe-close";
import { alarmsQuery } from "@/lib/deliveries/query";
import type { Alarm } from "@/lib/deliveries/schema";
import { formatDuration } from "@/lib/i18n/format-duration";

/** More of them at once leave no room for what they are about. */
const mostShown = 2;

/** What should not be, and what to do about it. Where none can be read there is nothing to say. */
export function AlarmNotices() {
  const t = useTranslations("alarms");
  const { data: alarms = [] } = useQuery(alarmsQuery());
  const words = useAlarmWords();
  const [isWhole, setWhole] = useState(false);
  if (alarms.length === 0) return null;
  const shown = isWhole || alarms.length === mostShown + 1 ? alarms : alarms.slice(0, mostShown);
  return (
    <section aria-label={t("label")} className="flex flex-col gap-2">
      {shown.map((alarm) => {
        const { title, next } = words(alarm);
        const { href, name } = wayOf(alarm);
        return (
          <Notice
            key={`${alarm.projectId} ${alarm.kind}`}
            tone="alert"
            actions={
              <Link
                href={href}
                prefetch={false}
                className="inline-flex min-h-6 items-center font-medium text-accent hover:underline"
              >
                {t(name)}
              </Link>
            }
          >
            <p className="font-medium">{`${alarm.projectName}: ${title}`}</p>
            <p className="text-ink-soft text-sm">{next}</p>
          </Notice>
        );
      })}
      {shown.length < alarms.length && (
        <div>
          <Button size="small" look="quiet" onPress={() => setWhole(true)}>
            {t("showRest", { count: alarms.length - shown.length })}
          </Button>
        </div>
      )}
    </section>
  );
}

/** The same in a line of the project that it is about. */
export function AlarmLines({ projectId }: { projectId: string }) {
  const { data: alarms = [] } = useQuery(alarmsQuery());
  const words = useAlarmWords();
  return alarms
    .filter((alarm) => alarm.projectId === projectId)
    .map((alarm) => {
      const { title, next } = words(alarm);
      return (
        <p key={alarm.kind} className="flex items-start gap-1 text-alert text-sm">
          <CircleAlert size={14} aria-hidden className="mt-0.5 shrink-0" />
          <span className="min-w-0 break-words">{`${title} ${next}`}</span>
        </p>
      );
    });
}

function wayOf({ kind, projectId }: Alarm) {
  switch (kind) {
    case "silent":
      return { href: "/admin/projects", name: "toProjects" } as const;
    case "signatures": {
      const query = new URLSearchParams({ project: projectId, verdict: "refused" });
      return { href: `/admin/deliveries?${query}`, name: "toRefused" } as const;
    }
    case "closes": {
      const query = new URLSearchParams({ project: projectId, state: "failed" });
      return { href: `/closes?${query}`, name: "toCloses" } as const;
    }
  }
}

function useAlarmWords() {
  const t = useTranslations("alarms");
  const causes = useTranslations("closing.causes");
  const locale = useLocale();
  const now = useNow({ updateInterval: 60_000 }).getTime();
  return (alarm: Alarm): { title: string; next: string } => {
    const time = formatDuration(now - alarm.since, locale);
    switch (alarm.kind) {
      case "silent":
        return { title: t("silent", { time, usual: alarm.usual }), next: t("silentNext") };
      case "signatures":
        return {
          title: t("signatures", { count: alarm.count, time }),
          next: alarm.proven ? t("strangerNext") : t(`signatureNext.${alarm.reason}`),
        };
      case "closes": {
        const code = alarm.code?.startsWith("unreachable") ? "unreachable" : alarm.code;
        const cause = closeCauses.find((each) => each === code);
        return {
          title: t("closes", { count: alarm.count, cause: cause ? causes(cause) : "" }).trim(),
          next: t("closesNext"),
        };
      }
    }
  };
}

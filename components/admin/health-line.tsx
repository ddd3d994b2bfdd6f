"use client";

import { CircleAlert } from "lucide-react";
import { useLocale, useNow, useTranslations } from "next-intl";
import { closeCauses } from "@/lib/conversations/describe-close";
import { formatDuration } from "@/lib/i18n/format-duration";
import type { Project } from "@/lib/projects/schema";

/** Whether the project lives: its last webhook, last close, last error. */
export function HealthLine({ health }: { health: Project["health"] }) {
  const t = useTranslations("projects.health");
  const causes = useTranslations("closing.causes");
  const locale = useLocale();
  const now = useNow({ updateInterval: 10_000 }).getTime();
  const ago = (at: number | null) =>
    at === null ? t("never") : t("ago", { time: formatDuration(now - at, locale) });
  const { lastWebhookAt, lastCloseAt, lastError } = health;
  const code = lastError?.code.startsWith("unreachable") ? "unreachable" : lastError?.code;
  const cause = closeCauses.find((each) => each === code);
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-0.5 text-ink-soft text-sm">
      <span>{t("lastWebhook", { ago: ago(lastWebhookAt) })}</span>
      <span>{t("lastClose", { ago: ago(lastCloseAt) })}</span>
      {lastError && lastError.at > (lastCloseAt ?? 0) && (
        <span className="flex items-center gap-1 text-alert">
          <CircleAlert size={14} aria-hidden className="shrink-0" />
          {t("lastError", {
            ago: ago(lastError.at),
            cause: cause ? causes(cause) : lastError.message,
          })}
        </span>
      )}
    </p>
  );
}

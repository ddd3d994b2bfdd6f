"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { confirmationClasses } from "@/lib/close-log/schema";
import { formatDuration } from "@/lib/i18n/format-duration";

/** How many were confirmed within which time. */
export function SpeedChart({ counts }: { counts: number[] }) {
  const t = useTranslations("closes.summary");
  const format = useFormatter();
  const locale = useLocale();
  const most = Math.max(1, ...counts);
  const end = (place: number) => formatDuration(confirmationClasses[place] ?? 0, locale);
  const nameOf = (place: number) =>
    place === 0
      ? t("upTo", { end: end(0) })
      : place === confirmationClasses.length
        ? t("beyond", { start: end(place - 1) })
        : t("between", { start: end(place - 1), end: end(place) });
  return (
    <figure className="flex min-w-0 flex-col gap-3">
      <figcaption className="font-medium text-sm">{t("speeds")}</figcaption>
      {counts.every((count) => count === 0) ? (
        <p className="text-ink-soft text-sm">{t("noSpeeds")}</p>
      ) : (
        <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 gap-y-1.5 text-sm">
          {counts.map((count, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the classes never move
            <div key={place} className="col-span-3 grid grid-cols-subgrid items-center">
              <dt className="text-ink-soft">{nameOf(place)}</dt>
              <dd aria-hidden className="h-3">
                <span
                  className={`block h-full rounded-sm bg-accent ${count > 0 ? "min-w-0.5" : ""}`}
                  style={{ width: `${(100 * count) / most}%` }}
                />
              </dd>
              <dd className="text-right tabular-nums">{format.number(count)}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className="text-ink-faint text-xs">{t("speedsHint")}</p>
    </figure>
  );
}

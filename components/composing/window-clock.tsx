"use client";

import { Clock } from "lucide-react";
import { useNow, useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { reckonWindow } from "./reckon-window";

type Props = { lastInAt: number | null };

const everyMs = 15_000;

const useWindow = ({ lastInAt }: Props) =>
  reckonWindow(lastInAt, useNow({ updateInterval: everyMs }).getTime());

/** How long WhatsApp still takes what one writes freely. */
export function WindowClock(props: Props) {
  const t = useTranslations("composer.window");
  const left = useWindow(props);
  if (!left || left.state === "over") return null;
  const { state, hours, minutes } = left;
  return (
    <span
      title={t("why")}
      className={`flex min-w-0 items-center gap-1 text-xs ${state === "soon" ? "font-medium text-alert" : "text-ink-faint"}`}
    >
      <Clock size={13} aria-hidden className="shrink-0" />
      <span className="truncate">
        {hours > 0
          ? t("hours", { hours, minutes })
          : minutes > 0
            ? t("minutes", { minutes })
            : t("lastMinute")}
      </span>
    </span>
  );
}

export function WindowNotice(props: Props) {
  const t = useTranslations("composer.window");
  if (useWindow(props)?.state !== "over") return null;
  return <Notice tone="alert">{t("over")}</Notice>;
}

"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useFreshness } from "@/lib/live/client";

/** Says in words whether what is on the screen is how things are. */
export function FreshnessLine() {
  const t = useTranslations("freshness");
  const format = useFormatter();
  const { state, since } = useFreshness();
  const stale = state === "stale";
  const time = since ? format.dateTime(since, { hour: "2-digit", minute: "2-digit" }) : "";
  return (
    <p
      role="status"
      className={`flex items-center gap-1.5 text-xs ${stale ? "font-medium text-alert" : "text-ink-faint"}`}
    >
      <span
        aria-hidden
        className={
          state === "live"
            ? "size-2 rounded-full bg-accent"
            : stale
              ? "size-2 rotate-45 bg-alert"
              : "size-2 animate-pulse-slow rounded-full border border-ink-faint"
        }
      />
      {stale ? t("stale", { time }) : state === "live" ? t("live") : t("connecting")}
    </p>
  );
}

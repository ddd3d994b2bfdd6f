"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { alarmsQuery } from "@/lib/deliveries/query";

/** That there is something to look at, on the way to where it stands. */
export function AlarmMark() {
  const t = useTranslations("alarms");
  const { data: alarms = [] } = useQuery(alarmsQuery());
  if (alarms.length === 0) return null;
  return (
    <span className="absolute top-1.5 right-1.5 size-2.5 rotate-45 rounded-xs border border-canvas bg-alert">
      <span className="sr-only">{t("mark", { count: alarms.length })}</span>
    </span>
  );
}

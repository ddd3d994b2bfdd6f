"use client";

import * as z from "zod/mini";
import { ifRight, useAddressView } from "@/components/ui/use-address-view";
import type { LogFilter } from "@/lib/close-log/input";
import { logStates } from "@/lib/close-log/schema";

export const periods = ["today", "week", "month", "range"] as const;
export type Period = (typeof periods)[number];

const daysOf = { today: 1, week: 7, month: 30 };

export const text = z.string().check(z.minLength(1), z.maxLength(100));
const date = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

export const days = {
  period: ifRight(z.enum(periods)),
  /** Days of the viewer's, of a range. */
  from: ifRight(date),
  to: ifRight(date),
};
export type Days = {
  period?: Period | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

const logView = z.object({
  project: ifRight(text),
  agent: ifRight(text),
  reason: ifRight(text),
  state: ifRight(z.enum(logStates)),
  ...days,
});
export type LogView = z.infer<typeof logView>;

/** The filters as the address has them. */
export function useLogView() {
  const { view, show, change } = useAddressView(logView, "/closes");
  return {
    view,
    change,
    clear: () => show({}),
    isNarrowed: Object.values(view).some(Boolean),
  };
}

export const toFilter = ({ period, from, to, ...rest }: LogView, now: number): LogFilter => ({
  ...rest,
  ...toTimes({ period, from, to }, now),
});

/** `now` counts by its day alone. */
export function toTimes({ period = "month", from, to }: Days, now: number) {
  if (period === "range")
    return { from: from ? startOfDay(from) : 0, to: to ? startOfDay(to, 1) : undefined };
  const today = new Date(now);
  const first = today.getDate() - daysOf[period] + 1;
  return { from: new Date(today.getFullYear(), today.getMonth(), first).getTime() };
}

function startOfDay(day: string, daysLater = 0) {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + daysLater).getTime();
}

/** As a date input takes it. */
export function toDay(at: number) {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

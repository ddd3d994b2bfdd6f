"use client";

import * as z from "zod/mini";
import { ifRight, useAddressView } from "@/components/ui/use-address-view";
import type { DeliveryWish } from "@/lib/deliveries/query";
import { verdicts } from "@/lib/deliveries/schema";

export const periods = ["hour", "day", "week"] as const;

const hourMs = 3_600_000;
const lengths = { hour: hourMs, day: 24 * hourMs, week: 168 * hourMs };

const text = z.string().check(z.minLength(1), z.maxLength(256));

const deliveryView = z.object({
  project: ifRight(text),
  verdict: ifRight(z.enum(verdicts)),
  kind: ifRight(text),
  period: ifRight(z.enum(periods)),
  q: ifRight(text),
  /** The one that is looked into. */
  open: ifRight(text),
});
export type DeliveryView = z.infer<typeof deliveryView>;

/** The filters, and what is open, as the address has them. */
export function useDeliveryView() {
  const { view, show, change } = useAddressView(deliveryView, "/admin/deliveries");
  const { open, ...filter } = view;
  return {
    view,
    change,
    clear: () => show({ open }),
    isNarrowed: Object.values(filter).some(Boolean),
  };
}

export const toWish = ({ project, verdict, kind, period, q }: DeliveryView): DeliveryWish => ({
  project,
  verdict,
  kind,
  q,
  within: period && lengths[period],
});

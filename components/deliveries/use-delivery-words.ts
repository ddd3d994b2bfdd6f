"use client";

import { useTranslations } from "next-intl";
import type { Delivery } from "@/lib/deliveries/schema";

/** What the desk itself says of what it put aside; anything else names a field and what is wrong with it. */
const known = {
  "This is not JSON in UTF-8.": "not_json",
  "This is not an event object.": "not_event",
  "This kind of event is unknown.": "unknown_kind",
  "The project in the body is not the one of this address.": "other_project",
  "This is nested too deep or too large.": "too_deep",
  "A message of this id came before with other content.": "conflict",
  "Another message of the same id came first, and its content stands. This one can't take its place.":
    "conflict",
  "Its body is no longer kept, so there is nothing to read.": "no_body",
  "This delivery isn't put aside any more: it has been taken.": "taken",
} as const;

/** Deliveries in the reader's language. */
export function useDeliveryWords() {
  const t = useTranslations("deliveries");
  const reason = (text: string) => {
    const key = Object.hasOwn(known, text) ? known[text as keyof typeof known] : undefined;
    return key ? t(`asideReasons.${key}`) : t("asideReasons.other", { detail: text });
  };
  return {
    reason,
    kind: (kind: string | null) => {
      if (kind === "start" || kind === "message" || kind === "close") return t(`kinds.${kind}`);
      return kind ?? t("kinds.none");
    },
    why: (delivery: Delivery): string | null => {
      if (delivery.verdict === "refused") return t(`refusals.${delivery.reason}`);
      return delivery.reason === null ? null : reason(delivery.reason);
    },
  };
}

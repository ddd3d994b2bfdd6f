"use client";

import { useTranslations } from "next-intl";
import type { Refusal } from "./check-combo";

/** Why a combo can't be had, for people. */
export function useRefusalWords() {
  const t = useTranslations("preferences.keys.refusals");
  const names = useTranslations("keys.actions");
  return (refusal: Refusal) =>
    refusal.kind === "taken" ? t("taken", { action: names(refusal.by) }) : t(refusal.kind);
}

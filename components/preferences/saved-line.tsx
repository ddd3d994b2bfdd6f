"use client";

import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RequestError } from "@/lib/http/request-json";

type Props = { isSaved: boolean; error: RequestError | null };

/** Says that what was just chosen has been kept, or that it hasn't; its place is always there. */
export function SavedLine({ isSaved, error }: Props) {
  const t = useTranslations("preferences");
  return (
    <p role="status" className="flex min-h-5 items-center gap-1 text-ink-soft text-sm">
      {isSaved && (
        <>
          <Check size={15} aria-hidden className="text-accent" />
          {t("saved")}
        </>
      )}
      {error && <span className="text-alert">{t("notSaved")}</span>}
    </p>
  );
}

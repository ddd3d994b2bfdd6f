"use client";

import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { FormFailure } from "@/components/admin/form-failure";
import { Button } from "@/components/ui/button";
import type { RequestError } from "@/lib/http/request-json";

type Props = { isPending: boolean; isSaved: boolean; error: RequestError | null; fields: string[] };

/** The foot of a form that stays open: its button, and that it has been saved. */
export function SaveLine({ isPending, isSaved, error, fields }: Props) {
  const t = useTranslations("closingSetup");
  const common = useTranslations("common");
  return (
    <>
      <FormFailure error={error} fields={fields} />
      <div className="flex items-center gap-3">
        <Button type="submit" isPending={isPending}>
          {common("save")}
        </Button>
        <span role="status" className="flex items-center gap-1 text-ink-soft text-sm">
          {isSaved && (
            <>
              <Check size={15} aria-hidden className="text-accent" />
              {t("saved")}
            </>
          )}
        </span>
      </div>
    </>
  );
}

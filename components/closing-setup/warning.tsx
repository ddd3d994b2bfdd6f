"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { NumberField } from "@/components/ui/number-field";
import type { AutoClose } from "@/lib/projects/schema";
import { CustomerTextField } from "./customer-text-field";

type Props = {
  auto: AutoClose;
  onChange: (warning: AutoClose["warning"]) => void;
  showFaults: boolean;
  fieldError: (field: string) => string | undefined;
};

/** What a customer is told before his conversation is closed by itself. */
export function ClosingWarning({ auto, onChange, showFaults, fieldError }: Props) {
  const t = useTranslations("closingSetup.auto");
  const { warning, afterMinutes } = auto;
  const first = Math.max(1, Math.min(30, Math.floor(afterMinutes / 2)));
  return (
    <>
      <Checkbox
        isSelected={warning !== null}
        onChange={(on) => onChange(on ? { minutesBefore: first, text: "" } : null)}
      >
        {t("warn")}
      </Checkbox>
      {warning && (
        <div className="flex flex-col gap-4 pl-7">
          <NumberField
            label={t("before")}
            value={warning.minutesBefore}
            onChange={(minutesBefore) => onChange({ ...warning, minutesBefore })}
            minValue={1}
            error={
              afterMinutes >= 1 && warning.minutesBefore >= afterMinutes
                ? t("beforeFault", { after: afterMinutes })
                : showFaults && !(warning.minutesBefore >= 1)
                  ? t("beforeMissing")
                  : fieldError("autoClose.warning.minutesBefore")
            }
          />
          <CustomerTextField
            label={t("warning")}
            rows={2}
            value={warning.text}
            onChange={(text) => onChange({ ...warning, text })}
            showFaults={showFaults}
            isUnattended
            error={fieldError("autoClose.warning.text")}
          />
        </div>
      )}
    </>
  );
}

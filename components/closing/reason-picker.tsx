"use client";

import { useTranslations } from "next-intl";
import { FieldError } from "react-aria-components/FieldError";
import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import type { CloseReason } from "@/lib/projects/schema";

type Props = {
  reasons: CloseReason[];
  value: string | null;
  isRequired: boolean;
  isMissing: boolean;
  autoFocus: boolean;
  onChange: (id: string | null) => void;
};

/** Why it is closed; the first nine by their digits. */
export function ReasonPicker({
  reasons,
  value,
  isRequired,
  isMissing,
  autoFocus,
  onChange,
}: Props) {
  const t = useTranslations("closing.reason");
  const options = [
    ...reasons.map(({ id, name }, index) => ({
      id,
      name,
      digit: index < 9 ? String(index + 1) : "",
    })),
    ...(isRequired ? [] : [{ id: "", name: t("none"), digit: "" }]),
  ];
  return (
    <RadioGroup
      value={value ?? (isRequired ? null : "")}
      onChange={(id) => onChange(id || null)}
      isRequired={isRequired}
      isInvalid={isMissing}
      validationBehavior="aria"
      className="flex flex-col gap-1"
    >
      <Label className="font-medium text-ink-soft text-sm">
        {isRequired ? t("required") : t("label")}
      </Label>
      <div className="flex flex-wrap gap-1.5">
        {options.map(({ id, name, digit }, index) => (
          <Radio
            key={id}
            value={id}
            autoFocus={autoFocus && (value === null ? index === 0 : id === value)}
            className="flex min-h-8 max-w-full cursor-pointer items-center gap-2 rounded-md border border-line-strong/50 px-2.5 py-1 text-sm outline-offset-1 transition-colors duration-100 hover:bg-hover data-[selected]:border-accent data-[selected]:bg-accent-soft data-[selected]:font-medium"
          >
            {({ isSelected }) => (
              <>
                <span
                  aria-hidden
                  className={`size-3.5 shrink-0 rounded-full border ${isSelected ? "border-[4px] border-accent" : "border-line-strong"}`}
                />
                <span className="min-w-0 break-words">{name}</span>
                {digit && (
                  <kbd aria-hidden className="hidden text-ink-faint text-xs sm:inline">
                    {digit}
                  </kbd>
                )}
              </>
            )}
          </Radio>
        ))}
      </div>
      {isRequired && reasons.length === 0 ? (
        <p role="alert" className="text-alert text-sm">
          {t("noneActive")}
        </p>
      ) : (
        isMissing && <FieldError className="text-alert text-sm">{t("missing")}</FieldError>
      )}
    </RadioGroup>
  );
}

/** The reason that a key stands for, where one isn't writing. */
export function reasonByKey(event: KeyboardEvent | React.KeyboardEvent, reasons: CloseReason[]) {
  const typing =
    event.target instanceof HTMLElement &&
    event.target.closest("input:not([type=radio]), select, textarea");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  return /^[1-9]$/.test(event.key) ? reasons[Number(event.key) - 1] : undefined;
}

"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { TextField } from "@/components/ui/text-field";
import type { Preferences } from "@/lib/users/schema";

type Hours = Preferences["quietHours"];
type Props = { hours: Hours; onChange: (hours: Hours) => void };

const usual = { from: "22:00", to: "07:00" };

/** By the clock of where the agent is. */
export function QuietHours({ hours, onChange }: Props) {
  const t = useTranslations("preferences.notify");
  // What can't be kept as it is while it is being changed.
  const [draft, setDraft] = useState<typeof usual>();
  const shown = draft ?? hours;
  const change = (part: Partial<typeof usual>) => {
    const next = { ...usual, ...shown, ...part };
    const isWhole = next.from !== "" && next.to !== "" && next.from !== next.to;
    setDraft(isWhole ? undefined : next);
    if (isWhole) onChange(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is sent
    <div role="group" aria-label={t("quiet")} className="flex flex-col gap-1">
      <Checkbox
        isSelected={hours !== null}
        onChange={(isOn) => {
          setDraft(undefined);
          onChange(isOn ? usual : null);
        }}
        hint={t("quietHint")}
      >
        {t("quiet")}
      </Checkbox>
      {shown && (
        <div className="flex flex-wrap gap-3 pl-6">
          <TextField
            label={t("quietFrom")}
            type="time"
            value={shown.from}
            onChange={(from) => change({ from })}
          />
          <TextField
            label={t("quietTo")}
            type="time"
            value={shown.to}
            onChange={(to) => change({ to })}
            error={draft ? t("quietEmpty") : undefined}
          />
        </div>
      )}
    </div>
  );
}

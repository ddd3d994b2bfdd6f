"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Section } from "@/components/admin/admin-page";
import { useFieldError } from "@/components/admin/form-failure";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/notice";
import { NumberField } from "@/components/ui/number-field";
import { Select } from "@/components/ui/select";
import { useChangeRules } from "@/lib/projects/client";
import { closeReasonsQuery } from "@/lib/projects/query";
import type { AutoClose, ProjectSummary } from "@/lib/projects/schema";
import { isUnfit } from "./customer-text-field";
import { focusFirstFault } from "./focus-fault";
import { MessageField } from "./message-field";
import { SaveLine } from "./save-line";
import { ClosingWarning } from "./warning";

const mostMinutes = 30 * 24 * 60;
const first: AutoClose = {
  afterMinutes: 24 * 60,
  warning: null,
  message: { type: "none" },
  reasonId: null,
};
const noReason = "";

export function ClosingAuto({ project }: { project: ProjectSummary }) {
  const t = useTranslations("closingSetup.auto");
  const locale = useLocale();
  const [draft, setDraft] = useState<AutoClose | null>();
  const [showFaults, setShowFaults] = useState(false);
  const { data: reasons = [] } = useQuery(closeReasonsQuery(project.id));
  const save = useChangeRules(project.id);
  const fieldError = useFieldError(save.error);
  const auto = draft === undefined ? project.autoClose : draft;
  const change = (next: AutoClose | null) => {
    setDraft(next);
    save.reset();
  };
  const isAfterWrong =
    auto !== null && !(auto.afterMinutes >= 1 && auto.afterMinutes <= mostMinutes);
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    const faulty = isAfterWrong || isWarningFaulty(auto) || isMessageFaulty(auto);
    setShowFaults(faulty);
    if (faulty) focusFirstFault(event.currentTarget);
    else save.mutate({ autoClose: auto }, { onSuccess: () => setDraft(undefined) });
  };
  return (
    <Section title={t("title")} hint={t("hint")}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Checkbox
          isSelected={auto !== null}
          onChange={(on) => change(on ? (project.autoClose ?? first) : null)}
          hint={t("onHint")}
        >
          {t("on")}
        </Checkbox>
        {auto && (
          <>
            <NumberField
              label={t("after")}
              hint={
                auto.afterMinutes >= 60
                  ? t("equals", { time: inUnits(auto.afterMinutes, locale) })
                  : undefined
              }
              value={auto.afterMinutes}
              onChange={(afterMinutes) => change({ ...auto, afterMinutes })}
              minValue={1}
              maxValue={mostMinutes}
              error={
                showFaults && isAfterWrong
                  ? t("afterFault", { most: mostMinutes })
                  : fieldError("autoClose.afterMinutes")
              }
            />
            <ClosingWarning
              auto={auto}
              onChange={(warning) => change({ ...auto, warning })}
              showFaults={showFaults}
              fieldError={fieldError}
            />
            <MessageField
              projectId={project.id}
              label={t("message")}
              value={auto.message}
              canBeUnset={false}
              onChange={(message) => change({ ...auto, message })}
              showFaults={showFaults}
              isUnattended
              error={fieldError("autoClose.message.text")}
            />
            <Select
              label={t("reason")}
              options={[
                { id: noReason, name: t("noReason") },
                ...reasons
                  .filter(({ id, active }) => active || id === auto.reasonId)
                  .map(({ id, name, active }) => ({
                    id,
                    name: active ? name : t("inactiveReason", { name }),
                  })),
              ]}
              value={auto.reasonId ?? noReason}
              onChange={(reasonId) => change({ ...auto, reasonId: reasonId || null })}
            />
            {project.requireReason && auto.reasonId === null && (
              <Notice tone="alert">{t("reasonWanted")}</Notice>
            )}
          </>
        )}
        <SaveLine
          isPending={save.isPending}
          isSaved={save.isSuccess}
          error={save.error}
          fields={shownFields}
        />
      </form>
    </Section>
  );
}

const shownFields = [
  "autoClose.afterMinutes",
  "autoClose.warning.minutesBefore",
  "autoClose.warning.text",
  "autoClose.message.text",
  "autoClose.message.templateId",
];

const isMessageFaulty = (auto: AutoClose | null) =>
  auto?.message.type === "text" && isUnfit(auto.message.text, true);

const isWarningFaulty = (auto: AutoClose | null) =>
  Boolean(
    auto?.warning &&
      (!(auto.warning.minutesBefore >= 1) ||
        auto.warning.minutesBefore >= auto.afterMinutes ||
        isUnfit(auto.warning.text, true)),
  );

const units = [
  ["day", 24 * 60],
  ["hour", 60],
  ["minute", 1],
] as const;

/** 1500 as "1 day 1 hr". */
function inUnits(minutes: number, locale: string) {
  const parts = units.map(([unit, size], index) => {
    const above = units[index - 1]?.[1];
    const count = Math.floor((above ? minutes % above : minutes) / size);
    const words = new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" });
    return count > 0 ? words.format(count) : "";
  });
  return parts.filter(Boolean).join(" ");
}

"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Section } from "@/components/admin/admin-page";
import { useFieldError } from "@/components/admin/form-failure";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/notice";
import { RadioCards } from "@/components/ui/radio-cards";
import { Select } from "@/components/ui/select";
import { type Rules, useChangeRules } from "@/lib/projects/client";
import { closeReasonsQuery } from "@/lib/projects/query";
import type { ProjectSummary } from "@/lib/projects/schema";
import { isUnfit } from "./customer-text-field";
import { focusFirstFault } from "./focus-fault";
import { MessageField } from "./message-field";
import { SaveLine } from "./save-line";

const undoSeconds = Array.from({ length: 11 }, (_, seconds) => seconds);

export function ClosingRules({ project }: { project: ProjectSummary }) {
  const t = useTranslations("closingSetup.rules");
  // Only what has been touched: the rest goes on following what others change.
  const [draft, setDraft] = useState<Partial<Rules>>({});
  const [showFaults, setShowFaults] = useState(false);
  const reasons = useQuery(closeReasonsQuery(project.id));
  const save = useChangeRules(project.id);
  const fieldError = useFieldError(save.error);
  const rules: Rules = { ...project, ...draft };
  const change = (part: Partial<Rules>) => {
    setDraft({ ...draft, ...part });
    save.reset();
  };
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    const { defaultMessage } = draft;
    const isFaulty = defaultMessage?.type === "text" && isUnfit(defaultMessage.text, false);
    setShowFaults(isFaulty);
    if (isFaulty) focusFirstFault(event.currentTarget);
    else save.mutate(draft, { onSuccess: () => setDraft({}) });
  };
  const undo = [...new Set([...undoSeconds, rules.undoMs / 1_000])].sort((a, b) => a - b);
  const nothingToChoose = reasons.isSuccess && !reasons.data.some(({ active }) => active);
  return (
    <Section title={t("title")} hint={t("hint")}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Checkbox
          isSelected={rules.requireReason}
          onChange={(requireReason) => change({ requireReason })}
          hint={t("requireReasonHint")}
        >
          {t("requireReason")}
        </Checkbox>
        {rules.requireReason && nothingToChoose && <Notice tone="alert">{t("noReasons")}</Notice>}
        <div className="sm:w-1/2 sm:pr-1">
          <Select
            label={t("undo")}
            options={undo.map((seconds) => ({
              id: String(seconds * 1_000),
              name: t("seconds", { seconds }),
            }))}
            value={String(rules.undoMs)}
            onChange={(undoMs) => change({ undoMs: Number(undoMs) })}
          />
        </div>
        <RadioCards
          label={t("closeOthers")}
          columns={2}
          options={[
            { id: "any", name: t("any"), hint: t("anyHint") },
            { id: "few", name: t("few"), hint: t("fewHint") },
          ]}
          value={rules.closeOthers ? "any" : "few"}
          onChange={(who) => change({ closeOthers: who === "any" })}
        />
        <MessageField
          projectId={project.id}
          label={t("defaultMessage")}
          hint={t("defaultMessageHint")}
          value={rules.defaultMessage}
          canBeUnset
          onChange={(defaultMessage) => change({ defaultMessage })}
          showFaults={showFaults}
          error={fieldError("defaultMessage.text")}
        />
        <SaveLine
          isPending={save.isPending}
          isSaved={save.isSuccess}
          error={save.error}
          fields={["defaultMessage.text"]}
        />
      </form>
    </Section>
  );
}

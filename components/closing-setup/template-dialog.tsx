"use client";

import { Check, CircleAlert } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormFailure, useFieldError } from "@/components/admin/form-failure";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Segments } from "@/components/ui/segments";
import { TextField } from "@/components/ui/text-field";
import { languageNames } from "@/lib/i18n/language-names";
import { useSaveTemplate } from "@/lib/projects/client";
import {
  type CloseTemplate,
  type ProjectSummary,
  type TemplateLanguage,
  templateLanguages,
} from "@/lib/projects/schema";
import { focusFirstFault } from "./focus-fault";
import { TemplateText } from "./template-text";
import { isTextFaulty } from "./text-faults";

type Props = {
  project: ProjectSummary;
  template: CloseTemplate | undefined;
  onClose: () => void;
};

export function TemplateDialog({ project, template, onClose }: Props) {
  const t = useTranslations("closingSetup.templates");
  const setup = useTranslations("closingSetup");
  const common = useTranslations("common");
  const locale = useLocale();
  const [name, setName] = useState(template?.name ?? "");
  const [texts, setTexts] = useState(template?.texts ?? {});
  const written = templateLanguages.filter((each) => texts[each]?.trim());
  const [language, setLanguage] = useState<TemplateLanguage>(() =>
    written.length === 0 || written.includes(locale) ? locale : written[0]!,
  );
  const [showFaults, setShowFaults] = useState(false);
  const save = useSaveTemplate(project.id, template?.id);
  const fieldError = useFieldError(save.error);
  const faulty = written.filter((each) => isTextFaulty(texts[each] ?? ""));
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    setShowFaults(true);
    const [wrong] = faulty;
    if (wrong !== undefined && !faulty.includes(language)) setLanguage(wrong);
    if (wrong !== undefined || written.length === 0) return focusFirstFault(event.currentTarget);
    const kept = Object.fromEntries(written.map((each) => [each, texts[each] ?? ""]));
    save.mutate({ name, texts: kept }, { onSuccess: onClose });
  };
  const mark = (each: TemplateLanguage) =>
    showFaults && faulty.includes(each) ? (
      <CircleAlert size={13} aria-label={t("hasFault")} className="text-alert" />
    ) : (
      written.includes(each) && <Check size={13} aria-label={t("hasText")} />
    );
  return (
    <Dialog title={template ? t("editTitle") : t("newTitle")} isOpen onClose={onClose} width="wide">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={setup("name")}
          value={name}
          onChange={setName}
          error={fieldError("name")}
          maxLength={100}
          isRequired
          autoFocus
        />
        <Segments
          label={t("languages")}
          options={templateLanguages.map((id) => ({ id, name: languageNames[id], mark: mark(id) }))}
          value={language}
          onChange={setLanguage}
        />
        <TemplateText
          key={language}
          label={t("text", { language: languageNames[language] })}
          language={language}
          text={texts[language] ?? ""}
          onChange={(text) => setTexts({ ...texts, [language]: text })}
          projectName={project.name}
          showFaults={showFaults}
          error={
            showFaults && written.length === 0 ? t("textsMissing") : fieldError(`texts.${language}`)
          }
        />
        {save.error?.code === "conflict" && !save.error.fields.name ? (
          <Notice tone="alert" live>
            {t("neededAsItIs")}
          </Notice>
        ) : (
          <FormFailure error={save.error} fields={["name", `texts.${language}`]} />
        )}
        <DialogFooter>
          <Button onPress={onClose}>{common("cancel")}</Button>
          <Button type="submit" look="primary" isPending={save.isPending}>
            {common("save")}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

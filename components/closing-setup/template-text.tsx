"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { fillTemplate, lacksStandIn, templateVariables } from "@/lib/projects/fill-template";
import type { TemplateLanguage } from "@/lib/projects/schema";
import { useVariableWords } from "./text-faults";

const mostCharacters = 4096;
const sample = { "contact.name": "Ana Torres", "agent.name": "Lucía Andrade" };

type Props = {
  label: string;
  /** What it is written in, where that is known. */
  language?: TemplateLanguage;
  text: string;
  onChange: (text: string) => void;
  projectName: string;
  /** Says what is wrong with braces that the writer may still be about to close. */
  showFaults: boolean;
  error: string | undefined;
};

/** A text with variables: written, checked, and as a customer would get it. */
export function TemplateText(props: Props) {
  const { label, language, text, onChange, projectName, showFaults, error } = props;
  const t = useTranslations("closingSetup.templates");
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const [left, setLeft] = useState(false);
  const words = useVariableWords();
  const fault = words.describeFault(text, left || showFaults);
  const values = { ...sample, "project.name": projectName };
  const insert = (variable: string) => {
    const input = field.current;
    const token = `{{${variable}}}`;
    const from = input?.selectionStart ?? text.length;
    const to = input?.selectionEnd ?? from;
    const next = text.slice(0, from) + token + text.slice(to);
    if (next.length > mostCharacters) return;
    onChange(next);
    requestAnimationFrame(() => {
      input?.focus();
      input?.setSelectionRange(from + token.length, from + token.length);
    });
  };
  return (
    <>
      <div className="flex flex-col gap-2">
        <TextField
          label={label}
          rows={4}
          value={text}
          onChange={onChange}
          onBlur={() => setLeft(true)}
          onFocus={() => setLeft(false)}
          maxLength={mostCharacters}
          inputRef={field}
          hint={t("count", { count: text.length, most: mostCharacters })}
          error={fault ?? error}
        />
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is sent */}
        <div role="group" aria-label={t("insert")} className="flex flex-wrap gap-1.5">
          {templateVariables.map((variable) => (
            <Button key={variable} size="small" onPress={() => insert(variable)}>
              <Plus size={13} aria-hidden />
              {`{{${variable}}}`}
            </Button>
          ))}
        </div>
        <p className="text-ink-soft text-sm">
          {lacksStandIn(text) ? words.mayLack : words.standIn}
        </p>
      </div>
      <section aria-label={t("preview")} className="rounded-md bg-sunken p-3">
        <p className="mb-2 text-ink-faint text-xs">{t("preview")}</p>
        {text.trim() === "" ? (
          <p className="text-ink-soft">{t("previewEmpty")}</p>
        ) : (
          <p
            lang={language}
            className="ml-auto w-fit max-w-[85%] whitespace-pre-wrap break-words rounded-lg rounded-tr-sm border border-line bg-accent-soft px-3 py-2"
          >
            {fillTemplate(text.trim(), values).text}
          </p>
        )}
      </section>
    </>
  );
}

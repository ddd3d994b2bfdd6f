"use client";

import { useTranslations } from "next-intl";
import { RadioCards } from "@/components/ui/radio-cards";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { languageNames } from "@/lib/i18n/language-names";
import { type TemplateLanguage, templateLanguages } from "@/lib/projects/schema";
import { type CloseSetup, chooseTemplate, type Draft, type Values } from "./make-draft";

const longestText = 4096;
const own = "own";
const plain = "plain";

type Props = {
  setup: CloseSetup;
  values: Values;
  draft: Draft;
  onChange: (draft: Draft) => void;
  error: string | undefined;
  autoFocus: boolean;
};

/** What the customer gets: a text, a template's or one's own; back into the bot, by a route or plainly; nothing. */
export function MessagePicker({ setup, values, draft, onChange, error, autoFocus }: Props) {
  const t = useTranslations("closing");
  const { templates, routes } = setup;
  const template = templates.find(({ id }) => id === draft.template?.id);
  const languages = templateLanguages.filter((language) => template?.texts[language]);
  return (
    <>
      <RadioCards
        label={t("whatTheCustomerGets")}
        options={[
          { id: "text", name: t("choices.text.name"), hint: t("choices.text.hint") },
          { id: "edge", name: t("choices.edge.name"), hint: t("choices.edge.hint") },
          { id: "none", name: t("choices.none.name"), hint: t("choices.none.hint") },
        ]}
        value={draft.kind}
        onChange={(kind) => onChange({ ...draft, kind })}
      />
      {draft.kind === "text" && templates.length > 0 && (
        <div className="grid gap-3 sm:grid-cols-2">
          <Select
            label={t("template")}
            options={[
              { id: own, name: t("ownText") },
              ...templates.map(({ id, name }) => ({ id, name })),
            ]}
            value={draft.template?.id ?? own}
            onChange={(id: string) =>
              onChange(
                id === own
                  ? { ...draft, template: null, text: "" }
                  : chooseTemplate(setup, values, draft, id, draft.template?.language),
              )
            }
          />
          {template && languages.length > 1 && (
            <Select
              label={t("language")}
              options={languages.map((id) => ({ id, name: languageNames[id] }))}
              value={draft.template?.language ?? "es"}
              onChange={(language: TemplateLanguage) =>
                onChange(chooseTemplate(setup, values, draft, template.id, language))
              }
            />
          )}
        </div>
      )}
      {draft.kind === "text" && (
        <TextField
          label={t("text")}
          rows={3}
          value={draft.text}
          onChange={(text) => onChange({ ...draft, text, template: null })}
          maxLength={longestText}
          autoFocus={autoFocus}
          hint={t("textCount", { count: draft.text.length, most: longestText })}
          error={error}
        />
      )}
      {draft.kind === "edge" && routes.length > 0 && (
        <Select
          label={t("route")}
          options={[
            { id: plain, name: t("plainRoute") },
            ...routes.map(({ id, name }) => ({ id, name })),
          ]}
          value={draft.routeId ?? plain}
          onChange={(id: string) => onChange({ ...draft, routeId: id === plain ? null : id })}
        />
      )}
    </>
  );
}

"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { languageNames } from "@/lib/i18n/language-names";
import { lacksStandIn } from "@/lib/projects/fill-template";
import { closeRoutesQuery, closeTemplatesQuery } from "@/lib/projects/query";
import { type MessageChoice, templateLanguages } from "@/lib/projects/schema";
import { useVariableWords } from "./text-faults";

type TemplateProps = {
  projectId: string;
  value: Extract<MessageChoice, { type: "template" }>;
  isUnattended: boolean;
  onChange: (
    templateId: string,
    language?: Extract<MessageChoice, { type: "template" }>["language"],
  ) => void;
};

export function TemplateChoice({ projectId, value, isUnattended, onChange }: TemplateProps) {
  const t = useTranslations("closingSetup.message");
  const words = useVariableWords();
  const { data: templates = [] } = useQuery(closeTemplatesQuery(projectId));
  const chosen = templates.find(({ id }) => id === value.templateId);
  const languages = templateLanguages.filter((each) => chosen?.texts[each] !== undefined);
  const [first] = languages;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Select
        label={t("template")}
        options={templates.map(({ id, name }) => ({ id, name }))}
        value={value.templateId}
        onChange={(id) => onChange(id)}
      />
      {first && languages.length > 1 && (
        <Select
          label={t("language")}
          options={languages.map((id) => ({ id, name: languageNames[id] }))}
          value={value.language ?? first}
          onChange={(language) => onChange(value.templateId, language)}
        />
      )}
      {isUnattended && chosen && Object.values(chosen.texts).some(lacksStandIn) && (
        <div className="sm:col-span-2">
          <Notice tone="alert">{words.templateLacks}</Notice>
        </div>
      )}
    </div>
  );
}

type RouteProps = {
  projectId: string;
  routeId: string | undefined;
  onChange: (routeId: string) => void;
};

const noRoute = "";

export function RouteChoice({ projectId, routeId = noRoute, onChange }: RouteProps) {
  const t = useTranslations("closingSetup.message");
  const { data: routes = [] } = useQuery(closeRoutesQuery(projectId));
  if (routes.length === 0) return null;
  return (
    <Select
      label={t("route")}
      options={[
        { id: noRoute, name: t("noRoute") },
        ...routes.map(({ id, name }) => ({ id, name })),
      ]}
      value={routeId}
      onChange={onChange}
    />
  );
}

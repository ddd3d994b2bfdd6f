"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useFormatter, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Section } from "@/components/admin/admin-page";
import { languageNames } from "@/lib/i18n/language-names";
import { closeReasonsQuery, closeTemplatesQuery } from "@/lib/projects/query";
import { type CloseTemplate, type ProjectSummary, templateLanguages } from "@/lib/projects/schema";
import { DeleteDialog } from "./later-delete-dialog";
import { SetupList, SetupRow } from "./setup-list";

const TemplateDialog = dynamic(
  () => import("./template-dialog").then((module) => module.TemplateDialog),
  {
    loading: () => null,
  },
);

export function ClosingTemplates({ project }: { project: ProjectSummary }) {
  const t = useTranslations("closingSetup.templates");
  const setup = useTranslations("closingSetup");
  const format = useFormatter();
  const query = useQuery(closeTemplatesQuery(project.id));
  const { data: reasons = [] } = useQuery(closeReasonsQuery(project.id));
  const [editing, setEditing] = useState<CloseTemplate | "new">();
  const add = useRef<HTMLButtonElement>(null);
  const [deleting, setDeleting] = useState<CloseTemplate>();
  const words = {
    title: t("title"),
    loading: t("loading"),
    failed: t("failed"),
    empty: t("empty"),
    add: t("add"),
  };
  return (
    <Section title={t("title")} hint={t("hint")}>
      <SetupList query={query} words={words} addRef={add} onAdd={() => setEditing("new")}>
        {(template) => {
          const languages = templateLanguages.filter((each) => template.texts[each] !== undefined);
          const [first = "es"] = languages;
          return (
            <SetupRow
              key={template.id}
              name={template.name}
              badge={
                <span className="text-ink-faint text-xs">
                  {format.list(languages.map((each) => languageNames[each]))}
                </span>
              }
              details={<span className="line-clamp-2">{template.texts[first]}</span>}
              onEdit={() => setEditing(template)}
              menu={[
                { id: "delete", name: setup("delete"), onAction: () => setDeleting(template) },
              ]}
            />
          );
        }}
      </SetupList>
      {editing && (
        <TemplateDialog
          project={project}
          template={editing === "new" ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
      {deleting && (
        <DeleteDialog
          project={project}
          kind="close-templates"
          id={deleting.id}
          title={t("deleteTitle", { name: deleting.name })}
          text={t("deleteText")}
          offeredBy={reasons.flatMap(({ name, templateId }) =>
            templateId === deleting.id ? name : [],
          )}
          onClose={() => setDeleting(undefined)}
          focusNext={add}
        />
      )}
    </Section>
  );
}

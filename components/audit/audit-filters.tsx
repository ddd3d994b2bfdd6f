"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { PeriodChoice } from "@/components/closes/period-choice";
import { Button } from "@/components/ui/button";
import { FilterChoice } from "@/components/ui/filter-choice";
import { auditResults } from "@/lib/audit/schema";
import { projectsQuery } from "@/lib/projects/query";
import { usersQuery } from "@/lib/users/query";
import { groupNames } from "./action-groups";
import type { AuditView } from "./use-audit-view";

type Props = {
  view: AuditView;
  now: number;
  onChange: (some: AuditView) => void;
  onClear: (() => void) | undefined;
};

export function AuditFilters({ view, now, onChange, onClear }: Props) {
  const t = useTranslations("audit.filters");
  const groups = useTranslations("audit.groups");
  const results = useTranslations("audit.results");
  const { data: users = [] } = useQuery(usersQuery());
  const { data: projects = [] } = useQuery(projectsQuery());
  return (
    <section aria-label={t("label")} className="-mx-2 flex flex-wrap items-center gap-x-1 gap-y-2">
      <PeriodChoice view={view} now={now} onChange={onChange} />
      <span aria-hidden className="mx-1 hidden h-5 w-px bg-line lg:block" />
      <FilterChoice
        label={t("about")}
        every={t("everything")}
        options={groupNames.map((id) => ({ id, name: groups(id) }))}
        value={view.about}
        onChange={(about) => onChange({ about, action: undefined } as AuditView)}
      />
      <FilterChoice
        label={t("actor")}
        every={t("everybody")}
        options={users}
        value={view.actor}
        onChange={(actor) => onChange({ actor })}
      />
      {projects.length > 1 && (
        <FilterChoice
          label={t("project")}
          every={t("everyProject")}
          options={projects}
          value={view.project}
          onChange={(project) => onChange({ project })}
        />
      )}
      <FilterChoice
        label={t("result")}
        every={t("everyResult")}
        options={auditResults.map((id) => ({ id, name: results(id) }))}
        value={view.result}
        onChange={(result) => onChange({ result } as AuditView)}
      />
      <Chosen view={view} onChange={onChange} />
      {onClear && (
        <Button size="small" look="quiet" onPress={onClear}>
          <X size={14} aria-hidden />
          {t("clear")}
        </Button>
      )}
    </section>
  );
}

/** What an entry's details have narrowed it to, each to be taken back. */
function Chosen({ view, onChange }: Pick<Props, "view" | "onChange">) {
  const t = useTranslations("audit");
  const { data: users = [] } = useQuery(usersQuery());
  const { data: projects = [] } = useQuery(projectsQuery());
  const { action, subject, address } = view;
  const known = [...users, ...projects].find(({ id }) => id === subject)?.name;
  const sentence =
    action && t.markup(`actions.${action}`, { result: "done", subject: (words) => words });
  const chosen: [keyof AuditView, string][] = [
    ...(sentence ? [["action", t("filters.action", { name: sentence })] as const] : []),
    ...(subject ? [["subject", t("filters.subject", { name: known ?? subject })] as const] : []),
    ...(address ? [["address", t("filters.address", { name: address })] as const] : []),
  ].map(([field, name]) => [field, name]);
  return chosen.map(([field, name]) => (
    <button
      key={field}
      type="button"
      aria-label={t("filters.remove", { name })}
      onClick={() => onChange({ [field]: undefined })}
      className="inline-flex h-7 min-w-0 max-w-72 items-center gap-1 rounded-md bg-accent-soft px-2 text-accent-strong text-sm hover:opacity-80"
    >
      <span className="truncate">{name}</span>
      <X size={14} aria-hidden className="shrink-0" />
    </button>
  ));
}

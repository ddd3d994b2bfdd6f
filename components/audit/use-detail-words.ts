"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { type AuditAction, auditActions } from "@/lib/audit/schema";
import { projectsQuery } from "@/lib/projects/query";
import type { DetailWords } from "./describe-detail";

type Key = Parameters<ReturnType<typeof useTranslations<"audit">>>[0];
type RoleKey = Parameters<ReturnType<typeof useTranslations<"users">>>[0];

const projectKeys = ["projectsAdded", "projectsRemoved", "project", "projectId"];
const times = ["from", "to", "overlapUntil", "madeAt"];

const isAction = (value: string): value is AuditAction =>
  (auditActions as readonly string[]).includes(value);

export function useDetailWords(): DetailWords {
  const t = useTranslations("audit");
  const users = useTranslations("users");
  const format = useFormatter();
  const { data: projects = [] } = useQuery(projectsQuery());
  const known = (path: string) => (t.has(path as Key) ? t(path as Key) : undefined);
  return {
    label: (key) => known(`fields.${key}`) ?? key,
    changed: t("changed"),
    value: (key, value) => {
      if (value === null || value === "") return t("nothing");
      if (typeof value === "boolean") return value ? t("yes") : t("no");
      if (typeof value === "number") return sayNumber(key, value);
      if (projectKeys.includes(key)) return projects.find(({ id }) => id === value)?.name ?? value;
      if (key === "role") {
        const role = `roles.${value}` as RoleKey;
        return users.has(role) ? users(role) : value;
      }
      const name = key === "defaultMessage" ? "message" : key;
      if (key === "action" && isAction(value))
        return t.markup(`actions.${value}`, { result: "done", subject: (words) => words });
      return known(`values.${name}.${value}`) ?? value;
    },
  };

  function sayNumber(key: string, value: number) {
    if (key === "autoClose") return t("minutes", { count: value });
    if (key.endsWith("Ms")) return t("seconds", { count: value / 1_000 });
    if (times.includes(key))
      return format.dateTime(value, { dateStyle: "medium", timeStyle: "short" });
    return format.number(value);
  }
}

"use client";

import { useSearchParams } from "next/navigation";
import * as z from "zod/mini";
import { days, ifRight, text, toTimes } from "@/components/closes/use-log-view";
import { auditActions, auditResults } from "@/lib/audit/schema";
import type { AuditFilter } from "@/lib/audit-log/input";
import { type ActionGroup, actionGroups, groupNames } from "./action-groups";

const auditView = z.object({
  /** A group of actions; `action` is one of them. */
  about: ifRight(z.enum(groupNames as [ActionGroup, ...ActionGroup[]])),
  action: ifRight(z.enum(auditActions)),
  actor: ifRight(text),
  subject: ifRight(text),
  project: ifRight(text),
  result: ifRight(z.enum(auditResults)),
  address: ifRight(text),
  ...days,
});
export type AuditView = z.infer<typeof auditView>;

/** The filters as the address has them. */
export function useAuditView() {
  const view = auditView.parse(Object.fromEntries(useSearchParams()));
  const show = (next: AuditView) => {
    const pairs = Object.entries(next).filter(([, value]) => value);
    const query = new URLSearchParams(pairs as [string, string][]).toString();
    window.history.replaceState(null, "", query ? `/admin/audit?${query}` : "/admin/audit");
  };
  return {
    view,
    change: (some: AuditView) => show({ ...view, ...some }),
    clear: () => show({}),
    isNarrowed: Object.values(view).some(Boolean),
  };
}

export function toAuditFilter({ about, action, ...view }: AuditView, now: number): AuditFilter {
  const { period, from, to, ...rest } = view;
  const actions = action ? [action] : about && [...actionGroups[about]];
  return {
    ...rest,
    ...(actions ? { action: actions } : {}),
    ...toTimes({ period, from, to }, now),
  };
}

"use client";

import * as z from "zod/mini";
import { days, text, toTimes } from "@/components/closes/use-log-view";
import { ifRight, useAddressView } from "@/components/ui/use-address-view";
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
  const { view, show, change } = useAddressView(auditView, "/admin/audit");
  return {
    view,
    change,
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

import type { SetupKind } from "@/lib/projects/client";
import type { MessageChoice, ProjectSummary } from "@/lib/projects/schema";

export type UsagePlace = "defaultMessage" | "autoClose";

/** Where the rules name one of a project's reasons, templates or routes: it can't be deleted meanwhile. */
export function findUsage(
  { defaultMessage, autoClose }: ProjectSummary,
  kind: SetupKind,
  id: string,
): UsagePlace[] {
  const isNamedBy = (choice: MessageChoice | null | undefined) =>
    kind === "close-templates"
      ? choice?.type === "template" && choice.templateId === id
      : kind === "close-routes" && choice?.type === "edge" && choice.routeId === id;
  const byReason = kind === "close-reasons" && autoClose?.reasonId === id;
  return [
    ...(isNamedBy(defaultMessage) ? ["defaultMessage" as const] : []),
    ...(isNamedBy(autoClose?.message) || byReason ? ["autoClose" as const] : []),
  ];
}

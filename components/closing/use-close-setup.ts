"use client";

import { useQueries } from "@tanstack/react-query";
import {
  closeReasonsQuery,
  closeRoutesQuery,
  closeTemplatesQuery,
  projectsQuery,
} from "@/lib/projects/query";
import type { ProjectSummary } from "@/lib/projects/schema";
import type { CloseSetup } from "./make-draft";

const nothing: CloseSetup = { reasons: [], templates: [], routes: [] };

/** What the project offers to close with and its rules; undefined while that is being loaded. */
export function useCloseSetup(
  projectId: string | undefined,
): { setup: CloseSetup; project: ProjectSummary | undefined } | undefined {
  const [projects, reasons, templates, routes] = useQueries({
    queries: [
      projectsQuery(),
      { ...closeReasonsQuery(projectId ?? ""), enabled: projectId !== undefined },
      { ...closeTemplatesQuery(projectId ?? ""), enabled: projectId !== undefined },
      { ...closeRoutesQuery(projectId ?? ""), enabled: projectId !== undefined },
    ],
  });
  if (projects.isPending) return undefined;
  if (projectId === undefined) return { setup: nothing, project: undefined };
  if (reasons.isPending || templates.isPending || routes.isPending) return undefined;
  // What couldn't be loaded isn't offered; the server still holds the rules.
  return {
    setup: {
      reasons: reasons.data?.filter((reason) => reason.active) ?? [],
      templates: templates.data ?? [],
      routes: routes.data ?? [],
    },
    project: projects.data?.find(({ id }) => id === projectId),
  };
}

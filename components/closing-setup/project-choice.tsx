"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { Select } from "@/components/ui/select";
import { projectsQuery } from "@/lib/projects/query";
import type { ProjectSummary } from "@/lib/projects/schema";

/** Of the projects that one has, the one that the address names, else the first. */
export function useChosenProject() {
  const query = useQuery(projectsQuery());
  const wanted = useSearchParams().get("project");
  const projects: ProjectSummary[] = (query.data ?? []).filter(
    (each) => !("archivedAt" in each) || each.archivedAt === null,
  );
  const found = projects.find(({ id }) => id === wanted);
  const project = found ?? projects[0];
  return { query, projects, project, isAnother: wanted !== null && !found };
}

type Props = { label: string; projects: ProjectSummary[]; project: ProjectSummary };

/** The choice stays in the address. */
export const ProjectPicker = ({ label, projects, project }: Props) => (
  <div className="w-full sm:w-64">
    <Select
      label={label}
      options={projects.map(({ id, name }) => ({ id, name }))}
      value={project.id}
      onChange={(id) => window.history.replaceState(null, "", `?project=${id}`)}
    />
  </div>
);

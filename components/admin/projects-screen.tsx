"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, FolderPlus } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AlarmLines } from "@/components/deliveries/alarm-notices";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { isWholeProject, projectsQuery } from "@/lib/projects/query";
import type { Project } from "@/lib/projects/schema";
import { AdminPage } from "./admin-page";
import { HealthLine } from "./health-line";
import { ProjectSettings } from "./project-settings";
import { QueryFaces } from "./query-faces";

const NewProjectDialog = dynamic(
  () => import("./new-project-dialog").then((module) => module.NewProjectDialog),
  {
    loading: () => null,
  },
);

export function ProjectsScreen() {
  const t = useTranslations("projects");
  const query = useQuery(projectsQuery());
  const [creating, setCreating] = useState(false);
  const [openId, setOpenId] = useState<string>();
  const projects = (query.data ?? []).filter(isWholeProject);
  const only = projects.length === 1 ? projects[0]?.id : undefined;
  const add = (
    <Button look="primary" onPress={() => setCreating(true)}>
      {t("add")}
    </Button>
  );
  return (
    <AdminPage title={t("title")} intro={t("intro")} action={projects.length > 0 && add}>
      <QueryFaces
        query={query}
        loading={t("loading")}
        failed={t("failed")}
        tryAgain={t("tryAgain")}
      />
      {query.isSuccess && projects.length === 0 && (
        <EmptyState icon={<FolderPlus size={28} />} title={t("empty")} action={add}>
          {t("emptyHint")}
        </EmptyState>
      )}
      <ul className="flex flex-col gap-3">
        {projects.map((project) => (
          <ProjectCard
            key={project.id}
            project={project}
            isOpen={(openId ?? only) === project.id}
            onToggle={(isOpen) => setOpenId(isOpen ? project.id : "")}
          />
        ))}
      </ul>
      {creating && (
        <NewProjectDialog
          onClose={(created) => {
            setCreating(false);
            if (created) setOpenId(created.id);
          }}
        />
      )}
    </AdminPage>
  );
}

type CardProps = { project: Project; isOpen: boolean; onToggle: (isOpen: boolean) => void };

function ProjectCard({ project, isOpen, onToggle }: CardProps) {
  const t = useTranslations("projects");
  return (
    <li className="rounded-lg border border-line bg-surface">
      <details
        open={isOpen}
        onToggle={(event) => {
          if (event.currentTarget.open !== isOpen) onToggle(event.currentTarget.open);
        }}
        className="group"
      >
        <summary className="flex list-none items-center gap-3 rounded-lg px-4 py-3 hover:bg-hover sm:px-5 [&::-webkit-details-marker]:hidden">
          <div className="flex min-w-0 flex-1 flex-col gap-1">
            <h2 className="flex min-w-0 flex-wrap items-center gap-2">
              <span className="min-w-0 break-words font-semibold text-lg">{project.name}</span>
              {project.sandbox && <Badge tone="accent">{t("sandbox")}</Badge>}
              {project.closesPaused && <Badge tone="alert">{t("paused")}</Badge>}
              {project.archivedAt !== null && <Badge>{t("archived")}</Badge>}
            </h2>
            <HealthLine health={project.health} />
            <AlarmLines projectId={project.id} />
          </div>
          <ChevronDown
            size={18}
            aria-hidden
            className="shrink-0 text-ink-faint transition-transform duration-100 group-open:rotate-180"
          />
        </summary>
        {isOpen && <ProjectSettings project={project} />}
      </details>
    </li>
  );
}

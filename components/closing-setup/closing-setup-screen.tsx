"use client";

import { FolderPlus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { AdminPage } from "@/components/admin/admin-page";
import { QueryFaces } from "@/components/admin/query-faces";
import { useAccount } from "@/components/shell/account-context";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { ClosingAuto } from "./auto-close";
import { ProjectPicker, useChosenProject } from "./project-choice";
import { ClosingReasons } from "./reasons";
import { ClosingRoutes } from "./routes";
import { ClosingRules } from "./rules";
import { ClosingTemplates } from "./templates";

/** How conversations are closed, project by project. */
export function ClosingScreen() {
  const t = useTranslations("closingSetup");
  const { query, projects, project, isAnother } = useChosenProject();
  const picker = project && projects.length > 1 && (
    <ProjectPicker label={t("project")} projects={projects} project={project} />
  );
  return (
    <AdminPage title={t("title")} intro={t("intro")} action={picker}>
      <QueryFaces
        query={query}
        loading={t("loading")}
        failed={t("failed")}
        tryAgain={t("tryAgain")}
      />
      {query.isSuccess && !project && <NoProjects />}
      {project && isAnother && (
        <Notice tone="alert">{t("unknownProject", { name: project.name })}</Notice>
      )}
      {project && (
        <div key={project.id} className="rounded-lg border border-line bg-surface px-4 sm:px-5">
          <h2
            className={
              picker ? "sr-only" : "break-words border-line border-b py-3 font-semibold text-lg"
            }
          >
            {project.name}
          </h2>
          <div>
            <ClosingRules project={project} />
            <ClosingReasons project={project} />
            <ClosingTemplates project={project} />
            <ClosingRoutes project={project} />
            <ClosingAuto project={project} />
          </div>
        </div>
      )}
    </AdminPage>
  );
}

function NoProjects() {
  const t = useTranslations("closingSetup");
  const isAdmin = useAccount().role === "admin";
  return (
    <EmptyState
      icon={<FolderPlus size={28} />}
      title={t("noProjects")}
      action={
        isAdmin && (
          <Link href="/admin/projects" className="font-medium text-accent underline">
            {t("toProjects")}
          </Link>
        )
      }
    >
      {isAdmin ? t("noProjectsAdmin") : t("noProjectsSupervisor")}
    </EmptyState>
  );
}

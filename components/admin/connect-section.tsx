"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { useConnectProject } from "@/lib/projects/client";
import { projectsQuery, reachQuery } from "@/lib/projects/query";
import type { Project } from "@/lib/projects/schema";
import { Section } from "./admin-page";
import { ConnectChecklist } from "./connect-checklist";
import { ConnectForm } from "./connect-form";
import { ConnectedForm } from "./connected-form";
import { connectionOf, isProven } from "./to-connect-steps";

/** No frame of the live stream tells of a project's first event. */
const lookEveryMs = 3_000;

/** How far the project is from hearing Jelou, and the way there. */
export function ConnectSection({ project }: { project: Project }) {
  const t = useTranslations("projects.connect");
  const connection = connectionOf(project);
  useQuery({
    ...projectsQuery(),
    refetchInterval: connection === "waiting" ? lookEveryMs : false,
  });
  const reach = useQuery({ ...reachQuery(project.id), enabled: !isProven(project) });
  const connect = useConnectProject(project.id);
  return (
    <Section title={t("title")} hint={t("hint")}>
      <Notice tone={connection === "connected" ? "accent" : "quiet"} live>
        {t(`state.${connection}`)}
      </Notice>
      <ConnectChecklist project={project} reach={reach} onCheck={() => void reach.refetch()} />
      {project.integration ? (
        <ConnectedForm project={project} integration={project.integration} connect={connect} />
      ) : (
        <ConnectForm project={project} isPublic={reach.data?.isPublic ?? true} connect={connect} />
      )}
    </Section>
  );
}

"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Section } from "@/components/admin/admin-page";
import { Notice } from "@/components/ui/notice";
import { closeReasonsQuery, closeRoutesQuery } from "@/lib/projects/query";
import type { CloseRoute, ProjectSummary } from "@/lib/projects/schema";
import { DeleteDialog } from "./later-delete-dialog";
import { SetupList, SetupRow } from "./setup-list";

const RouteDialog = dynamic(() => import("./route-dialog").then((module) => module.RouteDialog), {
  loading: () => null,
});

export function ClosingRoutes({ project }: { project: ProjectSummary }) {
  const t = useTranslations("closingSetup.routes");
  const setup = useTranslations("closingSetup");
  const query = useQuery(closeRoutesQuery(project.id));
  const { data: reasons = [] } = useQuery(closeReasonsQuery(project.id));
  const [editing, setEditing] = useState<CloseRoute | "new">();
  const add = useRef<HTMLButtonElement>(null);
  const [deleting, setDeleting] = useState<CloseRoute>();
  const words = {
    title: t("title"),
    loading: t("loading"),
    failed: t("failed"),
    empty: t("empty"),
    add: t("add"),
  };
  return (
    <Section title={t("title")} hint={t("hint")}>
      <Notice>
        <strong className="font-semibold text-ink">{t("unsureTitle")}</strong>{" "}
        {t("unsure", { plain: '{"type":"edge"}' })}
      </Notice>
      <SetupList query={query} words={words} addRef={add} onAdd={() => setEditing("new")}>
        {(route) => (
          <SetupRow
            key={route.id}
            name={route.name}
            details={describeTargets(route) || t("plain")}
            onEdit={() => setEditing(route)}
            menu={[{ id: "delete", name: setup("delete"), onAction: () => setDeleting(route) }]}
          />
        )}
      </SetupList>
      {editing && (
        <RouteDialog
          projectId={project.id}
          route={editing === "new" ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
      {deleting && (
        <DeleteDialog
          project={project}
          kind="close-routes"
          id={deleting.id}
          title={t("deleteTitle", { name: deleting.name })}
          text={t("deleteText")}
          offeredBy={reasons.flatMap(({ name, routeId }) => (routeId === deleting.id ? name : []))}
          onClose={() => setDeleting(undefined)}
          focusNext={add}
        />
      )}
    </Section>
  );
}

/** As they are sent: a text in quotes, a number without. */
const describeTargets = (route: CloseRoute) =>
  (["skillId", "targetId"] as const)
    .flatMap((key) => (route[key] === null ? [] : `${key}: ${JSON.stringify(route[key])}`))
    .join(" · ");

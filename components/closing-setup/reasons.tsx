"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowUp } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Section } from "@/components/admin/admin-page";
import { FormFailure } from "@/components/admin/form-failure";
import { Badge } from "@/components/ui/badge";
import { useMoveReason, useSaveReason } from "@/lib/projects/client";
import { closeReasonsQuery, closeRoutesQuery, closeTemplatesQuery } from "@/lib/projects/query";
import type { CloseReason, ProjectSummary } from "@/lib/projects/schema";
import { DeleteDialog } from "./later-delete-dialog";
import { SetupList, SetupRow } from "./setup-list";

const ReasonDialog = dynamic(
  () => import("./reason-dialog").then((module) => module.ReasonDialog),
  {
    loading: () => null,
  },
);

export function ClosingReasons({ project }: { project: ProjectSummary }) {
  const t = useTranslations("closingSetup.reasons");
  const query = useQuery(closeReasonsQuery(project.id));
  const [editing, setEditing] = useState<CloseReason | "new">();
  const add = useRef<HTMLButtonElement>(null);
  const [deleting, setDeleting] = useState<CloseReason>();
  const [moved, setMoved] = useState("");
  const move = useMoveReason(project.id);
  const words = {
    title: t("title"),
    loading: t("loading"),
    failed: t("failed"),
    empty: t("empty"),
    add: t("add"),
  };
  const moveTo = ({ id, name }: CloseReason, order: number, count: number) => {
    if (order < 0 || order >= count) return;
    setMoved(t("moved", { name, place: order + 1, count }));
    move.mutate({ id, order });
  };
  return (
    <Section title={t("title")} hint={t("hint")}>
      <SetupList query={query} words={words} addRef={add} onAdd={() => setEditing("new")}>
        {(reason, index, { length }) => (
          <ReasonRow
            key={reason.id}
            projectId={project.id}
            reason={reason}
            isFirst={index === 0}
            isLast={index === length - 1}
            onMove={(by) => moveTo(reason, index + by, length)}
            onEdit={() => setEditing(reason)}
            onDelete={() => setDeleting(reason)}
          />
        )}
      </SetupList>
      <span role="status" className="sr-only">
        {moved}
      </span>
      <FormFailure error={move.error} />
      {editing && (
        <ReasonDialog
          projectId={project.id}
          reason={editing === "new" ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
      {deleting && (
        <DeleteDialog
          project={project}
          kind="close-reasons"
          id={deleting.id}
          title={t("deleteTitle", { name: deleting.name })}
          text={t("deleteText")}
          onClose={() => setDeleting(undefined)}
          focusNext={add}
        />
      )}
    </Section>
  );
}

type RowProps = {
  projectId: string;
  reason: CloseReason;
  isFirst: boolean;
  isLast: boolean;
  onMove: (by: 1 | -1) => void;
  onEdit: () => void;
  onDelete: () => void;
};

function ReasonRow({ projectId, reason, isFirst, isLast, onMove, onEdit, onDelete }: RowProps) {
  const t = useTranslations("closingSetup.reasons");
  const setup = useTranslations("closingSetup");
  const save = useSaveReason(projectId, reason.id);
  const { data: templates = [] } = useQuery(closeTemplatesQuery(projectId));
  const { data: routes = [] } = useQuery(closeRoutesQuery(projectId));
  const { name, active } = reason;
  const template = templates.find(({ id }) => id === reason.templateId);
  const route = routes.find(({ id }) => id === reason.routeId);
  const offer = template
    ? t("offersTemplate", { name: template.name })
    : route && t("offersRoute", { name: route.name });
  return (
    <SetupRow
      name={name}
      badge={!active && <Badge>{t("inactive")}</Badge>}
      details={offer}
      lead={
        <span className="-ml-1 flex">
          <MoveButton label={t("up", { name })} isAtEnd={isFirst} onPress={() => onMove(-1)}>
            <ArrowUp size={15} aria-hidden />
          </MoveButton>
          <MoveButton label={t("down", { name })} isAtEnd={isLast} onPress={() => onMove(1)}>
            <ArrowDown size={15} aria-hidden />
          </MoveButton>
        </span>
      }
      failure={save.error && <FormFailure error={save.error} fields={[]} />}
      onEdit={onEdit}
      menu={[
        {
          id: "active",
          name: active ? t("switchOff") : t("switchOn"),
          onAction: () => save.mutate({ active: !active }),
        },
        { id: "delete", name: setup("delete"), onAction: onDelete },
      ]}
    />
  );
}

type MoveProps = {
  label: string;
  isAtEnd: boolean;
  onPress: () => void;
  children: React.ReactNode;
};

/** Keeps the focus at the end of the list too, where it does nothing. */
const MoveButton = ({ label, isAtEnd, onPress, children }: MoveProps) => (
  <button
    type="button"
    aria-label={label}
    title={label}
    aria-disabled={isAtEnd}
    onClick={onPress}
    className="flex size-7 items-center justify-center rounded-md text-ink-soft hover:bg-hover hover:text-ink aria-disabled:cursor-default aria-disabled:opacity-40 aria-disabled:hover:bg-transparent"
  >
    {children}
  </button>
);

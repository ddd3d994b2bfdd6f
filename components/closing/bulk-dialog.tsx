"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useAccount } from "@/components/shell/account-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { useCreateBulkClose } from "@/lib/bulk-closes/client";
import type { MatchParams } from "@/lib/conversations/input";
import { projectsQuery } from "@/lib/projects/query";
import type { ProjectSummary } from "@/lib/projects/schema";
import { CloseFailure } from "./close-failure";
import { CloseForm, showFaults, useCloseKeys } from "./close-form";
import { DialogSkeleton } from "./dialog-skeleton";
import {
  type CloseSetup,
  findFaults,
  firstDraft,
  refreshDraft,
  toMessage,
  toRemembered,
} from "./make-draft";
import { recallChoice, rememberChoice } from "./remember-choice";
import { useCloseSetup } from "./use-close-setup";

/** Ticked rows, or all that match what the list is filtered by. `projectId` where all are of one project. */
export type BulkTarget = {
  count: number;
  projectId: string | undefined;
  choice: { ids: string[] } | { filter: MatchParams };
};

type Props = { target: BulkTarget; onCancel: () => void; onRequested: () => void };

export function BulkDialog(props: Props) {
  const t = useTranslations("closing.bulk");
  const { projectId, count } = props.target;
  const { data: projects } = useQuery(projectsQuery());
  const only = projectId ?? (projects?.length === 1 ? projects[0]?.id : undefined);
  const ready = useCloseSetup(only);
  return (
    <Dialog title={t("title", { count })} isOpen onClose={props.onCancel} width="wide">
      {ready ? (
        <BulkDialogBody {...props} {...ready} projects={projects ?? []} />
      ) : (
        <DialogSkeleton />
      )}
    </Dialog>
  );
}

type BodyProps = Props & {
  setup: CloseSetup;
  project: ProjectSummary | undefined;
  projects: ProjectSummary[];
};

function BulkDialogBody({ target, onCancel, onRequested, setup, project, projects }: BodyProps) {
  const t = useTranslations("closing.bulk");
  const closing = useTranslations("closing");
  const common = useTranslations("common");
  const account = useAccount();
  const [written, setDraft] = useState(() =>
    firstDraft(
      setup,
      null,
      null,
      project ? recallChoice(account.id, project.id) : null,
      project?.defaultMessage ?? null,
    ),
  );
  const draft = refreshDraft(setup, null, written);
  const [touched, setTouched] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const request = useCreateBulkClose();
  const requireReason = project?.requireReason ?? false;
  const faults = findFaults(draft, null, requireReason);
  const strict = project ? [] : projects.filter((each) => each.requireReason);

  const submit = () => {
    if (request.isPending) return;
    if (faults.length > 0) return showFaults(form.current, () => setTouched(true));
    const { reasonId, note } = draft;
    request.mutate(
      {
        ...target.choice,
        message: toMessage(draft),
        ...(reasonId === null ? {} : { reasonId }),
        note: note.trim() || undefined,
      },
      {
        onSuccess: () => {
          if (project) rememberChoice(account.id, project.id, toRemembered(draft));
          onRequested();
        },
      },
    );
  };
  const onKeyDown = useCloseKeys(setup, null, draft, setDraft, submit);

  return (
    <div ref={form} onKeyDownCapture={onKeyDown} className="flex flex-col gap-4">
      {!project && projects.length > 1 && (
        <Notice tone={strict.length > 0 ? "alert" : "quiet"}>
          {t("severalProjects")}
          {strict.length > 0 &&
            ` ${t("reasonNeeded", { names: strict.map(({ name }) => name).join(", ") })}`}
        </Notice>
      )}
      <CloseForm
        setup={setup}
        values={null}
        sample={{
          "contact.name": t("sampleName"),
          "agent.name": account.name,
          "project.name": project?.name ?? t("sampleProject"),
        }}
        draft={draft}
        onChange={setDraft}
        faults={touched ? faults : []}
        requireReason={requireReason}
        botName={null}
      />
      {request.error && <CloseFailure error={request.error} />}
      <DialogFooter>
        <span className="mr-auto hidden text-ink-faint text-xs sm:inline">
          {closing("shortcut")}
        </span>
        <Button onPress={onCancel}>{common("cancel")}</Button>
        <Button look="primary" onPress={submit} isPending={request.isPending}>
          {t("submit", { count: target.count })}
        </Button>
      </DialogFooter>
    </div>
  );
}

"use client";

import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Section } from "@/components/admin/admin-page";
import { SetupItems, SetupRow } from "@/components/closing-setup/setup-list";
import { useAccount } from "@/components/shell/account-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useDeleteAnswer } from "@/lib/canned-answers/client";
import type { CannedAnswer } from "@/lib/canned-answers/schema";
import type { ProjectSummary } from "@/lib/projects/schema";

const AnswerDialog = dynamic(
  () => import("./answer-dialog").then((module) => module.AnswerDialog),
  {
    loading: () => null,
  },
);
const ConfirmDelete = dynamic(
  () => import("@/components/closing-setup/confirm-delete").then((module) => module.ConfirmDelete),
  {
    loading: () => null,
  },
);

type Props = {
  /** Left out for one's own. */
  project?: ProjectSummary;
  answers: CannedAnswer[];
  /** Stands for {{project.name}} in what is shown as an example. */
  exampleProject: string;
  /** Shortcuts that something of one's own has too. */
  shadowed?: Set<string>;
};

/** The answers of one owner, to be read, and changed by those who may. */
export function AnswerSection({ project, answers, exampleProject, shadowed }: Props) {
  const t = useTranslations("cannedAnswers");
  const setup = useTranslations("closingSetup");
  const [editing, setEditing] = useState<CannedAnswer | "new">();
  const [deleting, setDeleting] = useState<CannedAnswer>();
  const add = useRef<HTMLButtonElement>(null);
  const remove = useDeleteAnswer();
  const isReadOnly = useAccount().role === "agent" && project !== undefined;
  const whose = project ? "shared" : "own";
  const title = project?.name ?? t("own.title");
  const hint = isReadOnly ? t("shared.hintReadOnly") : t(`${whose}.hint`);
  const ask = (answer: CannedAnswer) => {
    remove.reset();
    setDeleting(answer);
  };
  return (
    <Section title={title} hint={hint}>
      {!isReadOnly && (
        <div>
          <Button ref={add} onPress={() => setEditing("new")}>
            <Plus size={15} aria-hidden />
            {t(`${whose}.add`)}
          </Button>
        </div>
      )}
      <SetupItems
        title={title}
        empty={isReadOnly ? t("shared.emptyReadOnly") : t(`${whose}.empty`)}
        items={answers}
      >
        {(answer) => (
          <SetupRow
            key={answer.id}
            name={`/${answer.shortcut}`}
            badge={
              <>
                <span className="text-ink-faint text-xs">
                  {t("uses", { count: answer.usageCount })}
                </span>
                {shadowed?.has(answer.shortcut) && <Badge>{t("shadowed")}</Badge>}
              </>
            }
            details={
              // Who can't open it reads all of it here.
              <span className={`whitespace-pre-line ${isReadOnly ? "" : "line-clamp-3"}`}>
                {answer.text}
              </span>
            }
            {...(isReadOnly
              ? {}
              : {
                  onEdit: () => setEditing(answer),
                  menu: [{ id: "delete", name: setup("delete"), onAction: () => ask(answer) }],
                })}
          />
        )}
      </SetupItems>
      {editing && (
        <AnswerDialog
          project={project}
          answer={editing === "new" ? undefined : editing}
          exampleProject={exampleProject}
          onClose={() => setEditing(undefined)}
        />
      )}
      {deleting && (
        <ConfirmDelete
          title={t("deleteTitle", { name: `/${deleting.shortcut}` })}
          remove={remove}
          id={deleting.id}
          onClose={() => setDeleting(undefined)}
          focusNext={add}
        >
          <p>{t(`${whose}.deleteText`)}</p>
        </ConfirmDelete>
      )}
    </Section>
  );
}

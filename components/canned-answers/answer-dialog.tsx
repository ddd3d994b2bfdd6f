"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormFailure } from "@/components/admin/form-failure";
import { focusFirstFault } from "@/components/closing-setup/focus-fault";
import { TemplateText } from "@/components/closing-setup/template-text";
import { isTextFaulty } from "@/components/closing-setup/text-faults";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { useSaveAnswer } from "@/lib/canned-answers/client";
import type { CannedAnswer } from "@/lib/canned-answers/schema";
import { mostAnswers } from "@/lib/canned-answers/schema";
import type { RequestError } from "@/lib/http/request-json";
import type { ProjectSummary } from "@/lib/projects/schema";
import { isShortcutFaulty, ShortcutField } from "./shortcut-field";

type Props = {
  /** Left out for one's own. */
  project: ProjectSummary | undefined;
  answer: CannedAnswer | undefined;
  exampleProject: string;
  onClose: () => void;
};

export function AnswerDialog({ project, answer, exampleProject, onClose }: Props) {
  const t = useTranslations("cannedAnswers");
  const common = useTranslations("common");
  const [shortcut, setShortcut] = useState(answer?.shortcut ?? "");
  const [text, setText] = useState(answer?.text ?? "");
  const [showFaults, setShowFaults] = useState(false);
  const save = useSaveAnswer(answer?.id);
  const whose = project ? "shared" : "own";
  const isTaken = save.error?.code === "conflict" && save.error.fields.shortcut !== undefined;
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    setShowFaults(true);
    if (isShortcutFaulty(shortcut) || isTextFaulty(text))
      return focusFirstFault(event.currentTarget);
    const owner = answer ? {} : { projectId: project?.id ?? null };
    save.mutate({ ...owner, shortcut, text }, { onSuccess: onClose });
  };
  return (
    <Dialog
      title={t(answer ? `${whose}.editTitle` : `${whose}.newTitle`)}
      isOpen
      onClose={onClose}
      width="wide"
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <ShortcutField
          value={shortcut}
          onChange={(value) => {
            setShortcut(value);
            save.reset();
          }}
          showFaults={showFaults}
          error={isTaken ? t(`${whose}.taken`) : undefined}
        />
        <TemplateText
          label={t("text")}
          text={text}
          onChange={setText}
          projectName={exampleProject}
          showFaults={showFaults}
          error={showFaults && text.trim() === "" ? t("textMissing") : undefined}
        />
        {!isTaken && <SaveFailure error={save.error} whose={whose} />}
        <DialogFooter>
          <Button onPress={onClose}>{common("cancel")}</Button>
          <Button type="submit" look="primary" isPending={save.isPending}>
            {common("save")}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

/** Why it wasn't saved, where no field can say so. */
function SaveFailure({ error, whose }: { error: RequestError | null; whose: "own" | "shared" }) {
  const t = useTranslations("cannedAnswers");
  const words =
    error?.code === "conflict"
      ? t(`${whose}.full`, { most: mostAnswers })
      : error?.code === "not_found"
        ? t("gone")
        : error?.code === "forbidden" && t("forbidden");
  if (!words) return <FormFailure error={error} fields={[]} />;
  return (
    <Notice tone="alert" live>
      {words}
    </Notice>
  );
}

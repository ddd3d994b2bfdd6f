"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormFailure, useFieldError } from "@/components/admin/form-failure";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/text-field";
import { useSaveRoute } from "@/lib/projects/client";
import type { CloseRoute } from "@/lib/projects/schema";

type Props = { projectId: string; route: CloseRoute | undefined; onClose: () => void };
type Target = CloseRoute["skillId"];

export function RouteDialog({ projectId, route, onClose }: Props) {
  const t = useTranslations("closingSetup.routes");
  const setup = useTranslations("closingSetup");
  const common = useTranslations("common");
  const [name, setName] = useState(route?.name ?? "");
  const [skill, setSkill] = useState(toText(route?.skillId));
  const [target, setTarget] = useState(toText(route?.targetId));
  const save = useSaveRoute(projectId, route?.id);
  const fieldError = useFieldError(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = {
      name,
      skillId: toTarget(skill, route?.skillId),
      targetId: toTarget(target, route?.targetId),
    };
    save.mutate(body, { onSuccess: onClose });
  };
  return (
    <Dialog title={route ? t("editTitle") : t("newTitle")} isOpen onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={setup("name")}
          value={name}
          onChange={setName}
          error={fieldError("name")}
          maxLength={100}
          isRequired
          autoFocus
        />
        <TextField
          label="skillId"
          value={skill}
          onChange={setSkill}
          error={fieldError("skillId")}
          maxLength={200}
          autoComplete="off"
        />
        <TextField
          label="targetId"
          hint={t("targetHint")}
          value={target}
          onChange={setTarget}
          error={fieldError("targetId")}
          maxLength={200}
          autoComplete="off"
        />
        <FormFailure error={save.error} fields={["name", "skillId", "targetId"]} />
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

const toText = (target: Target | undefined) => String(target ?? "");

/** A whole number as a number, unless it would lose a digit; what hasn't been touched as it was. */
function toTarget(text: string, known: Target | undefined): Target {
  const typed = text.trim();
  if (typed === toText(known)) return known ?? null;
  const isNumber = Number.isSafeInteger(Number(typed)) && String(Number(typed)) === typed;
  return isNumber ? Number(typed) : typed || null;
}

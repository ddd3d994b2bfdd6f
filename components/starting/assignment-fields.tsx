"use client";

import { useTranslations } from "next-intl";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { type AssignmentType, assignmentTypes, type Draft } from "./make-start";

type Props = {
  value: Draft["assignment"];
  onChange: (value: Draft["assignment"]) => void;
  error: string | undefined;
};

/** To whom Jelou gives it: nobody in particular, or a queue, an operator or a team by its id there. */
export function AssignmentFields({ value: { type, target }, onChange, error }: Props) {
  const t = useTranslations("start");
  return (
    <div className="flex flex-col gap-2 sm:flex-row sm:items-start">
      <div className="flex-1">
        <Select<AssignmentType>
          label={t("assignment")}
          options={assignmentTypes.map((id) => ({ id, name: t(`assignments.${id}`) }))}
          value={type}
          onChange={(next) => onChange({ type: next, target })}
        />
      </div>
      {type !== "none" && (
        <div className="flex-1">
          <TextField
            label={t("target", { type })}
            value={target}
            onChange={(next) => onChange({ type, target: next })}
            error={error}
            maxLength={256}
            isRequired
          />
        </div>
      )}
    </div>
  );
}

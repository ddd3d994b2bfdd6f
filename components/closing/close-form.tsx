"use client";

import { useTranslations } from "next-intl";
import type { KeyboardEvent } from "react";
import { flushSync } from "react-dom";
import { TextField } from "@/components/ui/text-field";
import type { TemplateValues } from "@/lib/projects/fill-template";
import { ClosePreview } from "./close-preview";
import {
  type CloseSetup,
  chooseReason,
  type Draft,
  type Fault,
  toPreview,
  type Values,
} from "./make-draft";
import { MessagePicker } from "./message-picker";
import { ReasonPicker, reasonByKey } from "./reason-picker";

type Props = {
  setup: CloseSetup;
  values: Values;
  /** What the preview is filled in with where each customer's own values come later. */
  sample?: TemplateValues;
  draft: Draft;
  onChange: (draft: Draft) => void;
  faults: Fault[];
  requireReason: boolean;
  /** Null where there are several. */
  botName: string | null;
  /** What Jelou found wrong with the last one, by its fields. */
  said?: Record<string, string[]> | undefined;
};

/** Why, what the customer gets, a note for the team, and a preview of it: for one conversation or for many. */
export function CloseForm({
  setup,
  values,
  sample,
  draft,
  onChange,
  faults,
  requireReason,
  botName,
  said = {},
}: Props) {
  const t = useTranslations("closing");
  const { reasons } = setup;
  const jelouSaid = said["redirectPayload.text"] ?? said.redirectPayload ?? said.text;
  const textError = faults.includes("textMissing")
    ? t("textMissing")
    : faults.includes("valueMissing")
      ? t("valueMissing")
      : jelouSaid?.join(" ");
  return (
    <>
      {(reasons.length > 0 || requireReason) && (
        <ReasonPicker
          reasons={reasons}
          value={draft.reasonId}
          isRequired={requireReason}
          isMissing={faults.includes("reasonMissing")}
          autoFocus
          onChange={(id) => onChange(chooseReason(setup, values, draft, id))}
        />
      )}
      <MessagePicker
        setup={setup}
        values={values}
        draft={draft}
        onChange={onChange}
        error={textError}
        autoFocus={reasons.length === 0}
      />
      <ClosePreview
        message={toPreview(setup, draft, values ?? sample ?? null)}
        botName={botName}
        isFilledLater={values === null}
      />
      <TextField
        label={t("note")}
        hint={t("noteHint")}
        value={draft.note}
        onChange={(note) => onChange({ ...draft, note })}
        maxLength={2000}
      />
    </>
  );
}

/** Shows what is missing and brings one to the first of it, wherever one was: who doesn't see the words hears them. */
export function showFaults(form: HTMLElement | null, show: () => void) {
  flushSync(show);
  const first = "[role=radiogroup][aria-invalid=true] input, textarea[aria-invalid=true]";
  form?.querySelector<HTMLElement>(first)?.focus();
}

/** Ctrl+Enter closes from everywhere in the dialog; a digit chooses a reason where one isn't writing. */
export function useCloseKeys(
  setup: CloseSetup,
  values: Values,
  draft: Draft,
  onChange: (draft: Draft) => void,
  onSubmit: (event: KeyboardEvent) => void,
) {
  return (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      // Else it is the Enter, too, that presses a button or chooses the reason that has the focus.
      event.stopPropagation();
      if (!event.repeat) onSubmit(event);
      return;
    }
    if (event.repeat) return;
    const reason = reasonByKey(event, setup.reasons);
    if (!reason) return;
    event.preventDefault();
    onChange(chooseReason(setup, values, draft, reason.id));
  };
}

"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { TextField } from "@/components/ui/text-field";
import {
  foldShortcut,
  isShortcut,
  mostShortcutCharacters,
} from "@/lib/canned-answers/fold-shortcut";

type Props = {
  value: string;
  onChange: (value: string) => void;
  /** Says also that there is nothing yet. */
  showFaults: boolean;
  /** What the server finds wrong with it; the focus goes back to it then. */
  error: string | undefined;
};

export const isShortcutFaulty = (value: string) => !isShortcut(foldShortcut(value));

/** A shortcut as it is typed in a conversation: behind its slash, which stays. */
export function ShortcutField({ value, onChange, showFaults, error }: Props) {
  const t = useTranslations("cannedAnswers");
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => {
    if (error !== undefined) field.current?.focus();
  }, [error]);
  const isEmpty = foldShortcut(value) === "";
  const fault = isEmpty
    ? showFaults && t("shortcutMissing")
    : isShortcutFaulty(value) && t("shortcutFault");
  return (
    <TextField
      label={t("shortcut")}
      value={`/${value}`}
      onChange={(typed) => onChange(typed.replace(/^\//, ""))}
      hint={t("shortcutHint", { most: mostShortcutCharacters })}
      error={fault || error}
      inputRef={field}
      maxLength={mostShortcutCharacters + 1}
      autoComplete="off"
      spellCheck="false"
      autoFocus
    />
  );
}

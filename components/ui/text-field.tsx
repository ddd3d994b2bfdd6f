"use client";

import { useTranslations } from "next-intl";
import {
  type FormEvent,
  type InputHTMLAttributes,
  type Ref,
  type TextareaHTMLAttributes,
  useId,
  useState,
} from "react";

type Field = HTMLInputElement & HTMLTextAreaElement;
type FieldProps = InputHTMLAttributes<Field> & TextareaHTMLAttributes<Field>;

type Props = Omit<FieldProps, "className" | "style" | "children" | "onChange" | "required"> & {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string | undefined;
  /** What is wrong with it, from us or from the server. */
  error?: string | undefined;
  isRequired?: boolean;
  isDisabled?: boolean;
  inputRef?: Ref<Field>;
};

export const inputLook =
  "w-full rounded-md border border-line-strong/70 bg-surface px-3 py-2 text-base text-ink placeholder:text-ink-faint hover:border-line-strong focus:border-accent focus:outline-1 focus:outline-accent aria-invalid:border-alert disabled:opacity-60";

/** One line, or `rows` of them. What the browser finds wrong is said below it, as `error` is, in the desk's language. */
export function TextField(props: Props) {
  const { label, hint, error, rows, isRequired, isDisabled, inputRef, onChange, ...rest } = props;
  const t = useTranslations("fieldErrors");
  const [id, hintId, faultId] = [useId(), useId(), useId()];
  const [found, setFound] = useState<"missing" | "email" | "other">();
  const fault = error ?? (found && t(found));
  const shared = {
    ...rest,
    id,
    ref: inputRef,
    required: isRequired,
    disabled: isDisabled,
    className: inputLook,
    "aria-invalid": Boolean(fault) || undefined,
    "aria-describedby": [hint && hintId, fault && faultId].filter(Boolean).join(" ") || undefined,
    onChange: (event: { target: { value: string } }) => {
      setFound(undefined);
      onChange(event.target.value);
    },
    onInvalid: (event: FormEvent<Field>) => {
      event.preventDefault();
      const field = event.currentTarget;
      const { valueMissing, typeMismatch } = field.validity;
      setFound(
        valueMissing ? "missing" : typeMismatch && field.type === "email" ? "email" : "other",
      );
      if (field.form?.querySelector(":is(input, textarea):invalid") === field) field.focus();
    },
  };
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-ink-soft text-sm">
        {label}
      </label>
      {rows ? <textarea {...shared} rows={rows} /> : <input {...shared} />}
      {hint && (
        <span id={hintId} className="text-ink-faint text-xs">
          {hint}
        </span>
      )}
      {fault && (
        <span id={faultId} className="text-alert text-sm">
          {fault}
        </span>
      )}
    </div>
  );
}

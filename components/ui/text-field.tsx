"use client";

import type { Ref } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextArea } from "react-aria-components/TextArea";
import { TextField as AriaTextField, type TextFieldProps } from "react-aria-components/TextField";

type Props = Omit<TextFieldProps, "className" | "style" | "children"> & {
  label: string;
  hint?: string | undefined;
  /** What is wrong with it, from us or from the server. */
  error?: string | undefined;
  rows?: number;
  placeholder?: string;
  inputRef?: Ref<HTMLInputElement & HTMLTextAreaElement>;
};

export const inputLook =
  "w-full rounded-md border border-line-strong/70 bg-surface px-3 py-2 text-base text-ink placeholder:text-ink-faint hover:border-line-strong focus:border-accent focus:outline-1 focus:outline-accent data-[invalid]:border-alert disabled:opacity-60";

export function TextField({ label, hint, error, rows, placeholder, inputRef, ...props }: Props) {
  const shared = { className: inputLook, ...(placeholder ? { placeholder } : {}) };
  return (
    // A native error would keep the form from being sent again, also when the field has been put right.
    <AriaTextField
      {...props}
      isInvalid={error !== undefined}
      validationBehavior={error === undefined ? "native" : "aria"}
      className="flex flex-col gap-1"
    >
      <Label className="font-medium text-ink-soft text-sm">{label}</Label>
      {rows ? (
        <TextArea {...shared} rows={rows} ref={inputRef} />
      ) : (
        <Input {...shared} ref={inputRef} />
      )}
      {hint && (
        <Text slot="description" className="text-ink-faint text-xs">
          {hint}
        </Text>
      )}
      <FieldError className="text-alert text-sm">{error}</FieldError>
    </AriaTextField>
  );
}

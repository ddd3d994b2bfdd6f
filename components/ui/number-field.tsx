"use client";

import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import {
  NumberField as AriaNumberField,
  type NumberFieldProps,
} from "react-aria-components/NumberField";
import { Text } from "react-aria-components/Text";
import { inputLook } from "./text-field";

type Props = Omit<NumberFieldProps, "className" | "style" | "children"> & {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
};

const plainDigits = { useGrouping: false };

/** The arrow keys change it, too. NaN while it is empty. */
export const NumberField = ({ label, hint, error, ...props }: Props) => (
  <AriaNumberField
    {...props}
    formatOptions={plainDigits}
    isInvalid={error !== undefined}
    validationBehavior="aria"
    className="flex flex-col gap-1"
  >
    <Label className="font-medium text-ink-soft text-sm">{label}</Label>
    <div className="w-32">
      <Input className={`${inputLook} tabular-nums`} />
    </div>
    {hint && (
      <Text slot="description" className="text-ink-faint text-xs">
        {hint}
      </Text>
    )}
    <FieldError className="text-alert text-sm">{error}</FieldError>
  </AriaNumberField>
);

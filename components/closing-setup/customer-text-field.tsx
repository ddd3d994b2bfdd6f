"use client";

import { useTranslations } from "next-intl";
import { TextField } from "@/components/ui/text-field";
import { lacksStandIn } from "@/lib/projects/fill-template";
import { isTextFaulty, useVariableWords } from "./text-faults";

type Props = {
  label: string;
  rows: number;
  value: string;
  onChange: (value: string) => void;
  /** Says what keeps it from being saved. */
  showFaults: boolean;
  /** Nobody looks at it before it is sent, so a customer without a name must be thought of. */
  isUnattended: boolean;
  error?: string | undefined;
};

export const isUnfit = (text: string, isUnattended: boolean) =>
  isTextFaulty(text) || (isUnattended && lacksStandIn(text));

/** A text for customers that stands in the rules themselves. */
export function CustomerTextField({ showFaults, isUnattended, error, ...props }: Props) {
  const t = useTranslations("closingSetup.message");
  const words = useVariableWords();
  const { value } = props;
  const lacks = lacksStandIn(value);
  const fault = words.describeFault(value, showFaults);
  return (
    <TextField
      {...props}
      maxLength={4096}
      hint={lacks && !isUnattended ? words.mayLack : words.known}
      error={
        showFaults && value.trim() === ""
          ? t("textMissing")
          : (fault ?? (lacks && isUnattended ? words.mustNotLack : error))
      }
    />
  );
}

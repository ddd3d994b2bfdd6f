"use client";

import { useTranslations } from "next-intl";
import { TextField } from "@/components/ui/text-field";
import type { RequestError } from "@/lib/http/request-json";

type Props = {
  value: string;
  onChange: (code: string) => void;
  error: RequestError | null;
  /** Whether one to recover with will do. */
  takesRecoveryCode?: boolean;
  autoFocus?: boolean;
};

export function CodeField({ error, takesRecoveryCode, autoFocus = false, ...props }: Props) {
  const t = useTranslations("security.code");
  return (
    <TextField
      {...props}
      label={t("label")}
      hint={t(takesRecoveryCode ? "eitherHint" : "hint")}
      error={error?.fields.code ? t("wrong") : undefined}
      inputMode={takesRecoveryCode ? "text" : "numeric"}
      autoComplete="one-time-code"
      maxLength={30}
      autoFocus={autoFocus}
      isRequired
    />
  );
}

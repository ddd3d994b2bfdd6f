"use client";

import { useTranslations } from "next-intl";
import { TextField } from "@/components/ui/text-field";
import type { RequestError } from "@/lib/http/request-json";

type Props = {
  value: string;
  onChange: (password: string) => void;
  error: RequestError | null;
  autoFocus?: boolean;
};

/** One's password once more, before something that lets one in. */
export function OwnPasswordField({ error, autoFocus = false, ...props }: Props) {
  const t = useTranslations("account");
  return (
    <TextField
      {...props}
      label={t("currentPassword")}
      type="password"
      autoComplete="current-password"
      error={error?.fields.password ? t("wrongPassword") : undefined}
      autoFocus={autoFocus}
      isRequired
    />
  );
}

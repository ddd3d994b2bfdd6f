"use client";

import { useTranslations } from "next-intl";
import { Select } from "@/components/ui/select";
import { type AuthType, authTypes } from "@/lib/projects/schema";

type Props = { value: AuthType; onChange: (value: AuthType) => void };

/** What Jelou sends with each event besides the signature. */
export function AuthTypeSelect({ value, onChange }: Props) {
  const t = useTranslations("projects");
  const names: Record<AuthType, string> = {
    bearer: t("headers.bearer"),
    api_key: t("headers.api-key"),
    basic: t("headers.basic"),
    no_auth: t("connect.none"),
  };
  return (
    <div className="flex flex-col gap-1">
      <Select
        label={t("connect.authType")}
        options={authTypes.map((id) => ({ id, name: names[id] }))}
        value={value}
        onChange={onChange}
      />
      <p className="text-ink-faint text-xs">{t("connect.authTypeHint")}</p>
    </div>
  );
}

"use client";

import { useFormatter, useTranslations } from "next-intl";

type Props = { hint: { last4: string; updatedAt: number } | null };

/** All that is ever shown of a secret. */
export function SecretHint({ hint }: Props) {
  const t = useTranslations("projects");
  const format = useFormatter();
  if (!hint) return <p className="text-ink-soft text-sm">{t("secretMissing")}</p>;
  const when = format.dateTime(hint.updatedAt, { dateStyle: "medium", timeStyle: "short" });
  return (
    <p className="text-ink-soft text-sm">
      {hint.last4 ? t("secretSet", { last4: hint.last4, when }) : t("secretSetShort", { when })}
    </p>
  );
}

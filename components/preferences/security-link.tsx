"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Section } from "@/components/admin/admin-page";

export function SecurityLink() {
  const t = useTranslations("security");
  return (
    <Section title={t("title")} hint={t("intro")}>
      <p>
        <Link href="/preferences/security" className="text-accent-strong underline">
          {t("link")}
        </Link>
      </p>
    </Section>
  );
}

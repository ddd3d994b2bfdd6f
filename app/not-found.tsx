import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { EntryCard } from "@/components/shell/entry-card";

export default async function NotFoundPage() {
  const t = await getTranslations("notFound");
  return (
    <EntryCard title={t("title")} intro={t("text")}>
      <Link href="/conversations" className="font-medium text-accent underline">
        {t("back")}
      </Link>
    </EntryCard>
  );
}

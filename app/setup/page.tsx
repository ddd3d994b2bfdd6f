import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { EntryCard } from "@/components/shell/entry-card";
import { SetupForm } from "@/components/shell/setup-form";
import { hasUsers } from "@/lib/users/read";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("setup"))("title") };
}

type Props = { searchParams: Promise<{ token?: string | string[] }> };

export default async function SetupPage({ searchParams }: Props) {
  if (await hasUsers()) redirect("/login");
  const t = await getTranslations("setup");
  const { token } = await searchParams;
  return (
    <EntryCard title={t("title")} intro={t("intro")}>
      <SetupForm token={typeof token === "string" ? token : ""} />
    </EntryCard>
  );
}

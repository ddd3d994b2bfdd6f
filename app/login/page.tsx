import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { EntryCard } from "@/components/shell/entry-card";
import { LoginForm } from "@/components/shell/login-form";
import { sessionOf } from "@/lib/auth/gate";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("login"))("title") };
}

export default async function LoginPage() {
  if (await sessionOf(await headers())) redirect("/conversations");
  const t = await getTranslations("login");
  return (
    <EntryCard title={t("title")} intro={t("intro")}>
      <LoginForm />
    </EntryCard>
  );
}

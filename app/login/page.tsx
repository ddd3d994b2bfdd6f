import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { EntryCard } from "@/components/shell/entry-card";
import { LoginForm } from "@/components/shell/login-form";
import { ProviderButton } from "@/components/shell/provider-button";
import { findProblem } from "@/components/shell/provider-problem";
import { sessionOf } from "@/lib/auth/gate";
import { env } from "@/lib/env";
import { canMail } from "@/lib/mail/send-mail";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("login"))("title") };
}

type Props = { searchParams: Promise<{ error?: string | string[] }> };

export default async function LoginPage({ searchParams }: Props) {
  const problem = findProblem((await searchParams).error);
  // Who is in already and comes back with a problem was connecting an account.
  if (await sessionOf(await headers()))
    redirect(problem ? `/preferences/security?identity=${problem}` : "/conversations");
  const t = await getTranslations("login");
  const problems = await getTranslations("provider.problems");
  const { oidc } = env();
  return (
    <EntryCard title={t("title")} intro={t("intro")}>
      {problem && (
        <p role="alert" className="rounded-md bg-alert-soft px-3 py-2">
          {problems(problem, { name: oidc?.name ?? "" })}
        </p>
      )}
      <LoginForm />
      {oidc && <ProviderButton name={oidc.name} />}
      <p className="text-ink-soft text-sm">
        {canMail() ? (
          <a href="/reset" className="underline">
            {t("forgot")}
          </a>
        ) : (
          t("askAdmin")
        )}
      </p>
    </EntryCard>
  );
}

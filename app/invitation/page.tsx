import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EntryCard } from "@/components/shell/entry-card";
import { LinkForm } from "@/components/shell/link-form";
import { env } from "@/lib/env";
import { canMail } from "@/lib/mail/send-mail";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("link"))("invitationTitle"), referrer: "no-referrer" };
}

export default async function InvitationPage() {
  const t = await getTranslations("link");
  return (
    <EntryCard title={t("invitationTitle")} intro={t("invitationIntro")}>
      <LinkForm page="invitation" canMail={canMail()} providerName={env().oidc?.name} />
    </EntryCard>
  );
}

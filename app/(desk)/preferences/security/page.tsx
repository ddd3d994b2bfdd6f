import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SecurityScreen } from "@/components/security/security-screen";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security"))("title") };
}

export default function SecurityPage() {
  return <SecurityScreen />;
}

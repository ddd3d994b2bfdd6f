import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PreferencesScreen } from "@/components/preferences/preferences-screen";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("preferences") };
}

export default function PreferencesPage() {
  return <PreferencesScreen />;
}

import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClosesScreen } from "@/components/closes/closes-screen";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("closes") };
}

export default function ClosesPage() {
  return <ClosesScreen />;
}

import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AnswersScreen } from "@/components/canned-answers/answers-screen";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("answers") };
}

export default function AnswersPage() {
  return <AnswersScreen />;
}

import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProjectsScreen } from "@/components/admin/projects-screen";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("projects") };
}

export default function ProjectsPage() {
  return <ProjectsScreen />;
}

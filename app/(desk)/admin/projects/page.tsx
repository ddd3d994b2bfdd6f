import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProjectsScreen } from "@/components/admin/projects-screen";
import { OnlyFor } from "../only-for";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("projects") };
}

export default function ProjectsPage() {
  return (
    <OnlyFor roles={["admin"]}>
      <ProjectsScreen />
    </OnlyFor>
  );
}

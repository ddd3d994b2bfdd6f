import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClosingScreen } from "@/components/closing-setup/closing-setup-screen";
import { OnlyFor } from "../only-for";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("closing") };
}

export default function ClosingPage() {
  return (
    <OnlyFor roles={["admin", "supervisor"]}>
      <ClosingScreen />
    </OnlyFor>
  );
}

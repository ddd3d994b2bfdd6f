import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditScreen } from "@/components/audit/audit-screen";
import { OnlyFor } from "../only-for";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("audit") };
}

export default function AuditPage() {
  return (
    <OnlyFor roles={["admin"]}>
      <AuditScreen />
    </OnlyFor>
  );
}

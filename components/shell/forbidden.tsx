import { Lock } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";

export function Forbidden({ supervisorsToo = false }: { supervisorsToo?: boolean }) {
  const t = useTranslations("forbidden");
  return (
    <EmptyState
      icon={<Lock size={28} />}
      title={supervisorsToo ? t("titleSupervisors") : t("title")}
      action={
        <Link href="/conversations" className="font-medium text-accent underline">
          {t("back")}
        </Link>
      }
    >
      {t("text")}
    </EmptyState>
  );
}

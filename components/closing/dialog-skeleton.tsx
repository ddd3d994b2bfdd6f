import { useTranslations } from "next-intl";
import { Skeleton } from "@/components/ui/skeleton";

export function DialogSkeleton() {
  const t = useTranslations("closing");
  return (
    <div role="status" aria-label={t("loading")} className="flex flex-col gap-4">
      <Skeleton className="h-8 w-2/3" />
      <Skeleton className="h-14 w-full" />
      <Skeleton className="h-20 w-full" />
    </div>
  );
}

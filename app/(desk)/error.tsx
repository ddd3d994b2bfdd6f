"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";

/** When a screen fails, or a part of it can't be loaded after an update of the desk. */
export default function DeskError() {
  const t = useTranslations("failure");
  return (
    <EmptyState
      icon={<CircleAlert size={28} />}
      title={t("title")}
      action={
        <button
          type="button"
          onClick={() => window.location.reload()}
          className="h-9 rounded-md border border-line-strong/60 bg-raised px-3 font-medium hover:bg-hover"
        >
          {t("reload")}
        </button>
      }
    >
      {t("text")}
    </EmptyState>
  );
}

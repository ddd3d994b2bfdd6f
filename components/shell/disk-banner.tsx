"use client";

import { type QueryClient, skipToken, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { StreamFrame } from "@/lib/live/connect-stream";
import { useAccount } from "./account-context";

const queryKey = ["disk-nearly-full"];

/** The page knows it at first; afterwards a new connection says it only where it is so. */
export function noteDisk(queries: QueryClient, { event, data }: StreamFrame) {
  if (event === "ready" || event === "reset") queries.setQueryData(queryKey, false);
  if (event === "notice") queries.setQueryData(queryKey, data.includes("true"));
}

/** Stands above everything for as long as changes are refused, and says who can do what about it. */
export function DiskBanner({ initially }: { initially: boolean }) {
  const t = useTranslations("disk");
  const { role } = useAccount();
  const { data: isNearlyFull } = useQuery({
    queryKey,
    queryFn: skipToken,
    initialData: initially,
  });
  return (
    <div role="status" className="shrink-0">
      {isNearlyFull && (
        <p className="border-alert border-b bg-alert-soft px-4 py-2 text-ink">
          <strong className="font-medium text-alert">{t("title")}</strong>{" "}
          {t(role === "admin" ? "admin" : "others")}
        </p>
      )}
    </div>
  );
}

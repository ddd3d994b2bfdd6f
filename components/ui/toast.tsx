"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { createPortal } from "react-dom";
import { Button } from "./button";

const areaId = "toasts";

/** Where all toasts are shown, one below the other, whoever shows them. */
export const ToastArea = () => (
  <div
    id={areaId}
    className="pointer-events-none fixed inset-x-3 bottom-3 z-30 flex flex-col gap-2 md:inset-x-auto md:top-17 md:right-4 md:bottom-auto md:w-96 xl:right-79"
  />
);

/** The toasts of one kind; only in the browser. */
export function ToastRegion({ label, children }: { label: string; children: ReactNode }) {
  const area = document.getElementById(areaId);
  if (!area) return null;
  return createPortal(
    <section aria-label={label} className="flex flex-col items-center gap-2 md:items-stretch">
      {children}
    </section>,
    area,
  );
}

export const Toast = ({ isAlert, children }: { isAlert?: boolean; children: ReactNode }) => (
  <div
    role={isAlert ? "alert" : "status"}
    className="pointer-events-auto relative flex w-full animate-appear items-center gap-3 overflow-hidden rounded-lg border border-line bg-raised px-3 py-2.5 shadow-pop"
  >
    {children}
  </div>
);

export const ToastText = ({ title, children }: { title: string; children: ReactNode }) => (
  <p className="min-w-0 flex-1">
    <span className="block truncate font-medium">{title}</span>
    <span className="block text-ink-soft text-sm">{children}</span>
  </p>
);

export function ForgetToast({ onPress }: { onPress: () => void }) {
  const t = useTranslations("common");
  return (
    <Button look="quiet" size="icon" aria-label={t("close")} onPress={onPress}>
      <X size={16} aria-hidden />
    </Button>
  );
}

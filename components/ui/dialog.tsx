"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Dialog as AriaDialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Button } from "./button";

type Props = {
  title: ReactNode;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  width?: "narrow" | "wide";
  role?: "dialog" | "alertdialog";
};

/** On a phone it fills the foot of the screen; Escape and the cross close it. */
export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  width = "narrow",
  role = "dialog",
}: Props) {
  const t = useTranslations("common");
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={role === "dialog"}
      className="fixed inset-0 z-40 flex h-(--visual-viewport-height) items-end justify-center bg-veil sm:items-center sm:p-6"
    >
      <Modal
        className={`max-h-full w-full animate-appear overflow-y-auto rounded-t-lg bg-surface shadow-pop sm:rounded-lg ${width === "wide" ? "sm:max-w-160" : "sm:max-w-110"}`}
      >
        <AriaDialog role={role} className="flex flex-col outline-none">
          <header className="flex items-start justify-between gap-4 px-5 pt-4">
            <Heading slot="title" className="min-w-0 break-words pt-1 font-semibold text-lg">
              {title}
            </Heading>
            <Button look="quiet" size="icon" aria-label={t("close")} onPress={onClose}>
              <X size={18} aria-hidden />
            </Button>
          </header>
          <div className="flex flex-col gap-4 px-5 pt-3 pb-5">{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export const DialogFooter = ({ children }: { children: ReactNode }) => (
  <footer className="sticky bottom-0 -mx-5 -mb-5 flex flex-wrap items-center justify-end gap-2 bg-surface px-5 pt-2 pb-5">
    {children}
  </footer>
);

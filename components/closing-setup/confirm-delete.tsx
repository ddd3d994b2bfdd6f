"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import { FormFailure } from "@/components/admin/form-failure";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import type { RequestError } from "@/lib/http/request-json";

type Props = {
  title: string;
  children: ReactNode;
  remove: {
    error: RequestError | null;
    isPending: boolean;
    mutate: (id: string, options: { onSuccess: () => void }) => void;
  };
  id: string;
  onClose: () => void;
  /** Takes the focus when the row that had it is gone. */
  focusNext: RefObject<HTMLElement | null>;
};

/** Asks before it deletes. */
export function ConfirmDelete({ title, children, remove, id, onClose, focusNext }: Props) {
  const t = useTranslations("closingSetup.remove");
  const common = useTranslations("common");
  const isDeleted = useRef(false);
  // Only when the dialog is gone does it let go of the focus.
  useEffect(
    () => () => {
      if (isDeleted.current) requestAnimationFrame(() => focusNext.current?.focus());
    },
    [focusNext],
  );
  const close = () => {
    isDeleted.current = true;
    onClose();
  };
  return (
    <Dialog title={title} isOpen onClose={onClose} role="alertdialog">
      {children}
      <FormFailure error={remove.error} />
      <DialogFooter>
        <Button onPress={onClose} autoFocus>
          {common("cancel")}
        </Button>
        <Button
          look="danger"
          isPending={remove.isPending}
          onPress={() => remove.mutate(id, { onSuccess: close })}
        >
          {t("submit")}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

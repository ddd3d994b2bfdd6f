"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";

type Props = { onClose: () => void; onSubmit: () => void };

/** Asks before Jelou is given the webhook once more. */
export function RegisterAgainDialog({ onClose, onSubmit }: Props) {
  const t = useTranslations("projects.connect");
  const common = useTranslations("common");
  return (
    <Dialog title={t("againTitle")} isOpen onClose={onClose}>
      <p>{t("againText")}</p>
      <DialogFooter>
        <Button onPress={onClose}>{common("cancel")}</Button>
        <Button look="primary" onPress={onSubmit} autoFocus>
          {t("againSubmit")}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

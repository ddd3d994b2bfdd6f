"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormFailure } from "@/components/admin/form-failure";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { useGetRecoveryCodes } from "@/lib/auth/client";
import { CodeField } from "./code-field";
import { RecoveryCodes } from "./recovery-codes";

/** New codes to recover with, for a code of the authenticator or one of the old ones. */
export function RenewDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("security.renew");
  const common = useTranslations("common");
  const [code, setCode] = useState("");
  const renew = useGetRecoveryCodes("renew");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    renew.mutate({ code });
  };
  return (
    <Dialog
      title={t("title")}
      role={renew.data ? "alertdialog" : "dialog"}
      isOpen
      onClose={onClose}
    >
      {renew.data ? (
        <RecoveryCodes codes={renew.data} onDone={onClose} />
      ) : (
        <form onSubmit={submit} className="flex flex-col gap-4">
          <p>{t("explain")}</p>
          <CodeField
            value={code}
            onChange={setCode}
            error={renew.error}
            takesRecoveryCode
            autoFocus
          />
          <FormFailure error={renew.error} fields={["code"]} />
          <DialogFooter>
            <Button onPress={onClose}>{common("cancel")}</Button>
            <Button type="submit" look="primary" isPending={renew.isPending}>
              {t("confirm")}
            </Button>
          </DialogFooter>
        </form>
      )}
    </Dialog>
  );
}

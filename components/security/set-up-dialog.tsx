"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useState } from "react";
import { CopyField } from "@/components/admin/copy-field";
import { FormFailure } from "@/components/admin/form-failure";
import { useAccount } from "@/components/shell/account-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import type { SecondFactorStart } from "@/lib/auth/account-schema";
import { useBeginSecondFactor, useGetRecoveryCodes } from "@/lib/auth/client";
import { CodeField } from "./code-field";
import { OwnPasswordField } from "./own-password-field";
import { RecoveryCodes } from "./recovery-codes";

/** A secret for the authenticator, a code of it, the password of who has one, and then the codes to recover with. */
export function SetUpDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("security.setUp");
  const common = useTranslations("common");
  const { hasPassword } = useAccount();
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const { mutate: start, data: begun, error } = useBeginSecondFactor();
  const confirm = useGetRecoveryCodes("on");
  useEffect(() => start(), [start]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate(hasPassword ? { code, password } : { code });
  };
  if (confirm.data)
    return (
      <Dialog title={t("recoveryTitle")} role="alertdialog" isOpen onClose={onClose}>
        <RecoveryCodes codes={confirm.data} onDone={onClose} />
      </Dialog>
    );
  return (
    <Dialog title={t("title")} isOpen onClose={onClose}>
      <FormFailure error={error} />
      <form onSubmit={submit} className="flex flex-col gap-4">
        <p>{t("scan")}</p>
        <QrCode begun={begun} />
        {begun && <CopyField label={t("secret")} value={begun.secret} />}
        <CodeField value={code} onChange={setCode} error={confirm.error} autoFocus />
        {hasPassword && (
          <OwnPasswordField value={password} onChange={setPassword} error={confirm.error} />
        )}
        <FormFailure error={confirm.error} fields={["code", "password"]} />
        <p className="text-ink-soft text-sm">{t("endsOthers")}</p>
        <DialogFooter>
          <Button onPress={onClose}>{common("cancel")}</Button>
          <Button type="submit" look="primary" isDisabled={!begun} isPending={confirm.isPending}>
            {t("confirm")}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

/** On white in the dark, too: cameras want it so. */
function QrCode({ begun }: { begun: SecondFactorStart | undefined }) {
  const t = useTranslations("security.setUp");
  if (!begun) return <Skeleton className="mx-auto size-44" />;
  return (
    // biome-ignore lint/performance/noImgElement: there is nothing to load
    <img
      src={`data:image/svg+xml;utf8,${encodeURIComponent(begun.qr)}`}
      alt={t("qr")}
      className="mx-auto size-44 rounded-md border border-line bg-white"
    />
  );
}

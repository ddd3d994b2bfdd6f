"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormFailure } from "@/components/admin/form-failure";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Segments } from "@/components/ui/segments";
import { useEndSecondFactor } from "@/lib/auth/client";
import { CodeField } from "./code-field";
import { OwnPasswordField } from "./own-password-field";

/** By the password or a code: who has lost the one has the other. */
export function SwitchOffDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("security.switchOff");
  const common = useTranslations("common");
  const [by, setBy] = useState<"password" | "code">("password");
  const [text, setText] = useState("");
  const end = useEndSecondFactor();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    end.mutate(by === "password" ? { password: text } : { code: text }, { onSuccess: onClose });
  };
  const choose = (next: typeof by) => {
    setBy(next);
    setText("");
    end.reset();
  };
  return (
    <Dialog title={t("title")} isOpen onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <p>{t("explain")}</p>
        <Segments
          label={t("by")}
          options={[
            { id: "password", name: t("byPassword") },
            { id: "code", name: t("byCode") },
          ]}
          value={by}
          onChange={choose}
        />
        {by === "password" ? (
          <OwnPasswordField value={text} onChange={setText} error={end.error} autoFocus />
        ) : (
          <CodeField
            value={text}
            onChange={setText}
            error={end.error}
            takesRecoveryCode
            autoFocus
          />
        )}
        <FormFailure error={end.error} fields={["password", "code"]} />
        <DialogFooter>
          <Button onPress={onClose}>{common("cancel")}</Button>
          <Button type="submit" look="danger" isPending={end.isPending}>
            {t("confirm")}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

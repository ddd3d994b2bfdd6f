"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import * as z from "zod/mini";
import { FormFailure } from "@/components/admin/form-failure";
import { goToProvider } from "@/components/shell/go-to-provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { type RequestError, requestJson } from "@/lib/http/request-json";
import { OwnPasswordField } from "./own-password-field";

type Props = { name: string; onClose: () => void };

/** The password once more, and on to the provider. */
export function ConnectDialog({ name, onClose }: Props) {
  const t = useTranslations("security.identity");
  const common = useTranslations("common");
  const problems = useTranslations("provider.problems");
  const [password, setPassword] = useState("");
  const connect = useMutation<"leaving" | "unreachable" | "offline", RequestError, string>({
    mutationFn: async (given) => {
      const body = { password: given };
      await requestJson("/api/account/identity", z.void(), { method: "POST", body });
      return goToProvider("/preferences/security");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    connect.mutate(password);
  };
  const isLeaving = connect.isPending || connect.data === "leaving";
  return (
    <Dialog title={t("connect", { name })} isOpen onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <p>{t("confirmFirst", { name })}</p>
        <OwnPasswordField value={password} onChange={setPassword} error={connect.error} autoFocus />
        {connect.data && connect.data !== "leaving" && (
          <Notice tone="alert" live>
            {problems(connect.data, { name })}
          </Notice>
        )}
        <FormFailure error={connect.error} fields={["password"]} />
        <DialogFooter>
          <Button onPress={onClose}>{common("cancel")}</Button>
          <Button type="submit" look="primary" isPending={isLeaving}>
            {t("goOn")}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

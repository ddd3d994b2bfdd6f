"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import * as z from "zod/mini";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import { type RequestError, requestJson } from "@/lib/http/request-json";

export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("account");
  const common = useTranslations("common");
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useMutation<unknown, RequestError, void>({
    mutationFn: () =>
      requestJson("/api/account/password", z.unknown(), {
        method: "POST",
        body: { current, next },
      }),
  });
  const fields = change.error?.fields ?? {};

  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };

  return (
    <Dialog title={t("password")} isOpen onClose={onClose}>
      {change.isSuccess ? (
        <>
          <Notice tone="accent" live>
            {t("passwordChanged")}
          </Notice>
          <DialogFooter>
            <Button look="primary" onPress={onClose} autoFocus>
              {common("done")}
            </Button>
          </DialogFooter>
        </>
      ) : (
        <form onSubmit={submit} className="flex flex-col gap-4">
          <TextField
            label={t("currentPassword")}
            type="password"
            autoComplete="current-password"
            value={current}
            onChange={setCurrent}
            error={fields.current ? t("wrongPassword") : undefined}
            isRequired
            autoFocus
          />
          <TextField
            label={t("newPassword")}
            type="password"
            autoComplete="new-password"
            hint={t("passwordHint")}
            value={next}
            onChange={setNext}
            error={fields.next ? t("passwordHint") : undefined}
            isRequired
          />
          {change.error && Object.keys(fields).length === 0 && (
            <Notice tone="alert" live>
              {common("failed")}
            </Notice>
          )}
          <DialogFooter>
            <Button onPress={onClose}>{common("cancel")}</Button>
            <Button type="submit" look="primary" isPending={change.isPending}>
              {common("save")}
            </Button>
          </DialogFooter>
        </form>
      )}
    </Dialog>
  );
}

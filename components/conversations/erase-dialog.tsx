"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import { useEraseContact } from "@/lib/conversations/client";
import type { Conversation } from "@/lib/conversations/schema";

/** Deletes for good, so it wants the id typed. */
export function EraseDialog({
  conversation,
  onClose,
}: {
  conversation: Conversation;
  onClose: () => void;
}) {
  const t = useTranslations("erase");
  const common = useTranslations("common");
  const [typed, setTyped] = useState("");
  const erase = useEraseContact();
  const { contact, projectId } = conversation;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() === contact.id) erase.mutate({ projectId, contactId: contact.id });
  };
  if (erase.isSuccess) {
    return (
      <Dialog title={t("title")} isOpen onClose={onClose}>
        <Notice tone="accent" live>
          {t("done", erase.data)}
        </Notice>
        <DialogFooter>
          <Button look="primary" onPress={onClose} autoFocus>
            {common("done")}
          </Button>
        </DialogFooter>
      </Dialog>
    );
  }
  return (
    <Dialog title={t("title")} isOpen onClose={onClose} role="alertdialog">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <p>{t("text")}</p>
        <TextField
          label={t("confirm", { id: contact.id })}
          value={typed}
          onChange={setTyped}
          autoComplete="off"
          autoFocus
        />
        {erase.error && (
          <Notice tone="alert" live>
            {common("failed")}
          </Notice>
        )}
        <DialogFooter>
          <Button onPress={onClose}>{common("cancel")}</Button>
          <Button
            type="submit"
            look="danger"
            isDisabled={typed.trim() !== contact.id}
            isPending={erase.isPending}
          >
            {t("submit")}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

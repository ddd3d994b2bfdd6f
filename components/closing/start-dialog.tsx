"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { openConversation } from "@/components/shell/use-selected-id";
import { StartFailure } from "@/components/starting/start-failure";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/text-field";
import { useStartAgain } from "@/lib/conversations/client";
import type { Conversation } from "@/lib/conversations/schema";

type Props = { conversation: Conversation; onClose: () => void };

/** Where a closed conversation must go on: Jelou begins anew, and its webhook brings it into the list. */
export function StartDialog({ conversation, onClose }: Props) {
  const t = useTranslations("closing.start");
  const common = useTranslations("common");
  const [text, setText] = useState("");
  const start = useStartAgain();
  const { contact } = conversation;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (start.isPending) return;
    const initialMessage = text.trim() || undefined;
    start.mutate({ conversationId: conversation.id, initialMessage });
  };
  return (
    <Dialog title={t("title", { name: contact.name ?? contact.id })} isOpen onClose={onClose}>
      {start.isSuccess ? (
        <>
          <p role="status">{t("done")}</p>
          <DialogFooter>
            <Button look="primary" onPress={onClose} autoFocus>
              {common("close")}
            </Button>
          </DialogFooter>
        </>
      ) : (
        <form onSubmit={submit} className="flex flex-col gap-4">
          <p className="text-ink-soft">{t("text")}</p>
          <TextField
            label={t("message")}
            hint={t("messageHint")}
            value={text}
            onChange={setText}
            rows={2}
            maxLength={4096}
            autoFocus
          />
          {start.error && (
            <StartFailure
              error={start.error}
              onGoTo={(id) => {
                onClose();
                openConversation(id);
              }}
            />
          )}
          <DialogFooter>
            <Button onPress={onClose}>{common("cancel")}</Button>
            <Button type="submit" look="primary" isPending={start.isPending}>
              {t("submit")}
            </Button>
          </DialogFooter>
        </form>
      )}
    </Dialog>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import { useMarkClosed } from "@/lib/conversations/client";
import type { Conversation } from "@/lib/conversations/schema";

type Props = { conversation: Conversation; onCancel: () => void; onMarked: () => void };

/** The way out of every dead end: it calls nobody and says who decided so and why. */
export function MarkDialog({ conversation, onCancel, onMarked }: Props) {
  const t = useTranslations("closing.mark");
  const common = useTranslations("common");
  const [note, setNote] = useState("");
  const mark = useMarkClosed();
  const attending = conversation.wroteAfterClose;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (note.trim() === "" || mark.isPending) return;
    mark.mutate({ conversationId: conversation.id, note: note.trim() }, { onSuccess: onMarked });
  };

  return (
    <Dialog title={attending ? t("attendTitle") : t("title")} isOpen onClose={onCancel}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <p className="text-ink-soft">{attending ? t("attendText") : t("text")}</p>
        <TextField
          label={t("why")}
          value={note}
          onChange={setNote}
          rows={2}
          maxLength={2000}
          isRequired
          autoFocus
        />
        {mark.error && (
          <Notice tone="alert" live>
            {mark.error.code === "conflict" ? t("conflict") : common("failed")}
          </Notice>
        )}
        <DialogFooter>
          <Button onPress={onCancel}>{common("cancel")}</Button>
          <Button
            type="submit"
            look="primary"
            isPending={mark.isPending}
            isDisabled={note.trim() === ""}
          >
            {attending ? t("attendSubmit") : t("submit")}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

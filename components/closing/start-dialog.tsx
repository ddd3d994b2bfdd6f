"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import * as z from "zod/mini";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import { useStartAgain } from "@/lib/conversations/client";
import type { Conversation } from "@/lib/conversations/schema";
import { useCauseWords } from "./use-cause-words";

type Props = { conversation: Conversation; onClose: () => void };

const failure = z.object({
  cause: z.catch(z.optional(z.string()), undefined),
  words: z.catch(z.optional(z.string()), undefined),
  reason: z.catch(z.optional(z.string()), undefined),
});

/** Where a closed conversation must go on: Jelou begins anew, and its webhook brings it into the list. */
export function StartDialog({ conversation, onClose }: Props) {
  const t = useTranslations("closing.start");
  const closing = useTranslations("closing");
  const common = useTranslations("common");
  const causeWords = useCauseWords();
  const [text, setText] = useState("");
  const start = useStartAgain();
  const { contact } = conversation;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (start.isPending) return;
    const initialMessage = text.trim() || undefined;
    start.mutate({ conversationId: conversation.id, initialMessage });
  };
  const said = start.error ? failure.safeParse(start.error.body).data : undefined;
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
            <Notice tone="alert" live>
              {start.error.code === "conflict"
                ? said?.reason === "newer_conversation"
                  ? t("newer")
                  : said?.reason === "just_started"
                    ? t("justStarted")
                    : t("conflict")
                : start.error.code === "upstream_timeout"
                  ? t("unclear")
                  : t("failed")}{" "}
              {said?.cause && causeWords(said.cause)}
              {said?.words && ` ${closing("jelouSays", { words: said.words })}`}
            </Notice>
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

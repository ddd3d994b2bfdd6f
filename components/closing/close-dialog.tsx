"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { RadioCards } from "@/components/ui/radio-cards";
import { TextField } from "@/components/ui/text-field";
import { useClose } from "@/lib/conversations/client";
import type { Close, CloseMessage, Conversation } from "@/lib/conversations/schema";
import { CloseFailure } from "./close-failure";
import { ClosePreview } from "./close-preview";

type Choice = "text" | "edge" | "none";

type Props = {
  conversation: Conversation;
  onCancel: () => void;
  onRequested: (close: Close) => void;
};

const longestText = 4096;

export function CloseDialog({ conversation, onCancel, onRequested }: Props) {
  const t = useTranslations("closing");
  const common = useTranslations("common");
  const { contact, bot, close: previous } = conversation;
  // After Jelou found fault with it one goes on from what one had written.
  const faulty = previous?.state === "refused" ? previous : null;
  const [choice, setChoice] = useState<Choice>(faulty ? (faulty.message?.type ?? "none") : "text");
  const [text, setText] = useState(faulty?.message?.type === "text" ? faulty.message.text : "");
  const [note, setNote] = useState(faulty?.note ?? "");
  const [touched, setTouched] = useState(false);
  const request = useClose();
  const said = faulty?.lastError?.fields ?? {};
  const message: CloseMessage =
    choice === "none"
      ? null
      : choice === "edge"
        ? { type: "edge" }
        : { type: "text", text: text.trim() };
  const missing = message?.type === "text" && message.text === "";

  const submit = () => {
    setTouched(true);
    if (missing || request.isPending) return;
    const body = { conversationId: conversation.id, message, note: note.trim() || undefined };
    request.mutate(body, { onSuccess: onRequested });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  };

  return (
    <Dialog
      title={t("title", { name: contact.name ?? contact.id })}
      isOpen
      onClose={onCancel}
      width="wide"
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+Enter works from every field in it */}
      <div onKeyDown={onKeyDown} className="flex flex-col gap-4">
        <RadioCards
          label={t("whatTheCustomerGets")}
          options={[
            { id: "text", name: t("choices.text.name"), hint: t("choices.text.hint") },
            { id: "edge", name: t("choices.edge.name"), hint: t("choices.edge.hint") },
            { id: "none", name: t("choices.none.name"), hint: t("choices.none.hint") },
          ]}
          value={choice}
          onChange={setChoice}
        />
        {choice === "text" && (
          <TextField
            label={t("text")}
            rows={3}
            value={text}
            onChange={setText}
            maxLength={longestText}
            autoFocus
            error={
              touched && missing
                ? t("textMissing")
                : (said["redirectPayload.text"] ?? said.redirectPayload ?? said.text)?.join(" ")
            }
          />
        )}
        <ClosePreview message={message} botName={bot.name ?? bot.id} />
        <TextField
          label={t("note")}
          hint={t("noteHint")}
          value={note}
          onChange={setNote}
          maxLength={2000}
        />
        {request.error && <CloseFailure error={request.error} />}
        <DialogFooter>
          <span className="mr-auto hidden text-ink-faint text-xs sm:inline">{t("shortcut")}</span>
          <Button onPress={onCancel}>{common("cancel")}</Button>
          <Button look="primary" onPress={submit} isPending={request.isPending}>
            {t("submit")}
          </Button>
        </DialogFooter>
      </div>
    </Dialog>
  );
}

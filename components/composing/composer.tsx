"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useAction } from "@/components/keyboard/keyboard-provider";
import { useAccount } from "@/components/shell/account-context";
import type { Conversation } from "@/lib/conversations/schema";
import { useRecalledPosts } from "@/lib/messages/client";
import type { DraftKind } from "@/lib/messages/schema";
import { useAnnounce, useTyping } from "@/lib/presence/client";
import { AnswerBox } from "./answer-box";
import { AttachmentTray } from "./attachment-tray";
import { DropFace } from "./drop-face";
import { ModeSwitch } from "./mode-switch";
import { NoteBox } from "./note-box";
import { ShutNotice } from "./shut-notice";
import { useAttachments } from "./use-attachments";
import { useClosingText } from "./use-closing-text";
import { useDrafts } from "./use-drafts";
import { useFileDrop } from "./use-file-drop";
import { WindowClock } from "./window-clock";

type Props = {
  conversation: Conversation;
  /** Goes on to the next conversation once a close is on its way. */
  onCloseRequested: () => void;
};

/** What one writes with under the thread: answers to the customer, notes to the team. */
export function Composer({ conversation, onCloseRequested }: Props) {
  const t = useTranslations("composer");
  const { id, status, lastInAt } = conversation;
  const account = useAccount();
  const [mode, setMode] = useState<DraftKind>("answer");
  const { texts, write, writtenAt } = useDrafts(id);
  const attachments = useAttachments(id);
  const [isTyping, noteKey] = useTyping();
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const isShut = status !== "open";
  const isHere = useIsHere();
  useRecalledPosts(account.id, id);
  useAnnounce(id, isTyping && mode === "answer" && texts.answer !== "");
  const keepClosingText = useClosingText(conversation, (text) =>
    write("answer", [text, texts.answer].filter(Boolean).join("\n")),
  );

  const enter = (next: DraftKind) => {
    flushSync(() => setMode(next));
    const { current } = field;
    current?.focus();
    current?.setSelectionRange(current.value.length, current.value.length);
  };
  useAction("answer", { run: () => enter("answer") });
  useAction("note", { run: () => enter("note") });

  const refused = mode === "note" ? "note" : isShut ? "shut" : null;
  const place = useFileDrop({
    anchor: form,
    onFiles: (files) => {
      if (refused) return;
      attachments.add(files);
      field.current?.focus();
    },
  });

  return (
    <form
      ref={form}
      aria-label={t("label")}
      onSubmit={(event) => event.preventDefault()}
      className="relative flex shrink-0 flex-col gap-2 border-line border-t px-3 py-2 sm:px-4 sm:pb-3"
    >
      <div className="flex items-center justify-between gap-3">
        <ModeSwitch
          mode={mode}
          written={{
            answer: texts.answer.trim() !== "" || attachments.items.length > 0,
            note: texts.note.trim() !== "",
          }}
          onChange={enter}
        />
        {mode === "answer" && !isShut && <WindowClock lastInAt={lastInAt} />}
      </div>
      {mode === "note" ? (
        <NoteBox
          conversation={conversation}
          field={field}
          text={texts.note}
          onChange={(text) => write("note", text)}
        />
      ) : isShut ? (
        <>
          <ShutNotice conversation={conversation} hasText={texts.answer.trim() !== ""} />
          <AttachmentTray
            attachments={attachments.items}
            onRetry={attachments.retry}
            onRemove={attachments.remove}
          />
        </>
      ) : (
        <AnswerBox
          conversation={conversation}
          field={field}
          text={texts.answer}
          writtenAt={writtenAt("answer")}
          attachments={attachments}
          onChange={(text) => {
            if (text !== "") noteKey();
            write("answer", text);
          }}
          onClosing={(close, text) => {
            keepClosingText(close, text);
            write("answer", "");
          }}
          onCloseRequested={() => isHere.current && onCloseRequested()}
        />
      )}
      {place && <DropFace place={place} refused={refused} />}
    </form>
  );
}

/** Whoever has gone elsewhere meanwhile isn't taken on from here. */
function useIsHere() {
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  return isHere;
}

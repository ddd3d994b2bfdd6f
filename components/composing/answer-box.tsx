"use client";

import { CheckCheck, Paperclip, SendHorizontal, Zap } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useRef, useState } from "react";
import { CloseFailure } from "@/components/closing/close-failure";
import { useAccount } from "@/components/shell/account-context";
import { Notice } from "@/components/ui/notice";
import type { Close, Conversation } from "@/lib/conversations/schema";
import { usePost } from "@/lib/messages/client";
import { AttachmentTray } from "./attachment-tray";
import { BoxFrame } from "./box-frame";
import { EmojiButton } from "./emoji-button";
import { type AnswerFault, findAnswerFault } from "./find-answer-fault";
import { toAnswers } from "./make-outgoing";
import { OvertakerNotice } from "./overtaker-notice";
import { insertHere, insertWord } from "./replace-range";
import { SendButton } from "./send-button";
import { ToolButton } from "./tool-button";
import type { useAttachments } from "./use-attachments";
import { selectPlaceholder, useCannedAnswers } from "./use-canned-answers";
import { useOvertaker } from "./use-overtaker";
import { useSendAndClose } from "./use-send-and-close";
import { WindowNotice } from "./window-clock";
import { WritingField } from "./writing-field";

type Props = {
  conversation: Conversation;
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  writtenAt: number | null;
  attachments: ReturnType<typeof useAttachments>;
  onChange: (text: string) => void;
  /** The close has the text now. */
  onClosing: (close: Close, text: string) => void;
  onCloseRequested: () => void;
};

/** What goes to the customer, and to him alone. */
export function AnswerBox({
  conversation,
  field,
  text,
  writtenAt,
  attachments,
  onChange,
  onClosing,
  onCloseRequested,
}: Props) {
  const t = useTranslations("composer");
  const { id: authorId, name } = useAccount();
  const [caret, setCaret] = useState<number | null>(null);
  const [fault, setFault] = useState<AnswerFault | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const post = usePost();
  const closing = useSendAndClose(conversation, onCloseRequested);
  const canned = useCannedAnswers({ conversation, text, caret, field });
  const { items: files, uploads } = attachments;
  const isEmpty = text.trim() === "" && files.length === 0;
  const overtaken = useOvertaker(conversation.id, { isWriting: !isEmpty, writtenAt });
  const current = findAnswerFault(text, files);

  /** Whether it may go; says why not. */
  const check = () => {
    setFault(current);
    if (current === "placeholder" && field.current) selectPlaceholder(field.current);
    return !(isEmpty || current || closing.isPending || overtaken.tell());
  };
  const send = () => {
    if (!check()) return;
    const author = { id: authorId, name };
    for (const each of toAnswers(conversation.id, author, text, uploads())) post.mutate(each);
    attachments.letGo();
    onChange("");
    field.current?.focus();
  };
  const sendAndClose = () => {
    if (!check()) return;
    closing.run({
      text: text.trim(),
      before: () => attachments.post({ id: authorId, name }),
      onTaken: (close) => onClosing(close, text),
    });
  };

  return (
    <>
      <WindowNotice lastInAt={conversation.lastInAt} />
      {overtaken.overtaker && <OvertakerNotice message={overtaken.overtaker} />}
      {fault !== null && fault === current && (
        <Notice tone="alert" live>
          {t(`faults.${fault}`)}
        </Notice>
      )}
      {closing.error && <CloseFailure error={closing.error} />}
      <BoxFrame
        kind="answer"
        length={text.trim().length}
        tray={
          <AttachmentTray
            attachments={files}
            onRetry={attachments.retry}
            onRemove={attachments.remove}
          />
        }
        field={
          <>
            {canned.hint}
            <WritingField
              ref={field}
              label={t("answerField")}
              placeholder={t("answerPlaceholder", { name: callByName(conversation) })}
              value={text}
              isReadOnly={closing.isPending}
              isInvalid={fault !== null && fault === current && fault !== "files"}
              onChange={onChange}
              onCaret={(at) => {
                if (caret === null && at !== null) canned.prefetch();
                setCaret(at);
              }}
              onKey={canned.onKey}
              onSend={send}
              onSendAndClose={sendAndClose}
              onFiles={attachments.add}
              list={canned.list}
            />
          </>
        }
        tools={
          <>
            <ToolButton label={t("attach")} onPress={() => picker.current?.click()}>
              <Paperclip size={18} aria-hidden />
            </ToolButton>
            <input
              ref={picker}
              type="file"
              multiple
              hidden
              aria-label={t("attach")}
              onChange={({ currentTarget }) => {
                attachments.add([...(currentTarget.files ?? [])]);
                // So that the same file can be chosen again.
                currentTarget.value = "";
                field.current?.focus();
              }}
            />
            <EmojiButton
              onPick={(emoji) => field.current && insertHere(field.current, emoji)}
              onLeave={() => field.current?.focus()}
            />
            <ToolButton
              label={t("cannedAnswers")}
              onReach={canned.prefetch}
              onPress={() => field.current && insertWord(field.current, "/")}
            >
              <Zap size={18} aria-hidden />
            </ToolButton>
          </>
        }
        buttons={
          <>
            {!overtaken.isTold && (
              <SendButton
                look="quiet"
                icon={<CheckCheck size={16} aria-hidden />}
                shortcut="Control+Shift+Enter Meta+Shift+Enter"
                isSmall
                isPending={closing.isPending}
                isDisabled={isEmpty}
                onPress={sendAndClose}
              >
                {t("sendAndClose")}
              </SendButton>
            )}
            <SendButton
              look="answer"
              icon={<SendHorizontal size={16} aria-hidden />}
              isPending={closing.isPending}
              isDisabled={isEmpty}
              onPress={send}
            >
              {t(overtaken.isTold ? "sendAnyway" : "send")}
            </SendButton>
          </>
        }
      />
    </>
  );
}

/** On a phone there is no room for all of his names. */
const callByName = ({ contact }: Conversation) => contact.name?.trim().split(/\s/)[0] || contact.id;

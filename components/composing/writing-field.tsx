"use client";

import { useTranslations } from "next-intl";
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, type Ref, useId } from "react";
import { usePreferences } from "@/components/shell/account-context";
import { readEnter } from "./read-enter";

type Props = {
  ref: Ref<HTMLTextAreaElement>;
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  /** Where the caret is; null while one isn't there, or has marked something. */
  onCaret: (caret: number | null) => void;
  /** Asked first; true where the key is taken. */
  onKey: (event: KeyboardEvent) => boolean;
  onSend: () => void;
  onSendAndClose?: () => void;
  onFiles?: (files: File[]) => void;
  isReadOnly?: boolean;
  isInvalid?: boolean;
  describedBy?: string | undefined;
  /** The list that stands above the text and its option that Enter would take. */
  list?: { id: string; activeId: string; face: ReactNode } | undefined;
};

const place = "[grid-area:1/1] break-words px-3 [overflow-wrap:anywhere]";

/** Over the thread, so that one goes on seeing what is written and for whom. */
export const abovePlace = "absolute inset-x-3 bottom-full z-20 mb-1 sm:inset-x-4";

const isTouched = () => matchMedia("(hover: none) and (pointer: coarse)").matches;

/** Grows with its text, up to eight lines. */
export function WritingField({ ref, value, onChange, onCaret, list, ...props }: Props) {
  const t = useTranslations("composer");
  const { sendKey } = usePreferences().preferences;
  const hint = useId();
  const { label, placeholder, isReadOnly = false, isInvalid = false, describedBy } = props;

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // An input method's own Enter, by which it writes what one has chosen; 229 is Safari's word for it.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (props.onKey(event)) return;
    if (event.key === "Escape") return event.currentTarget.blur();
    const meant = readEnter(event, sendKey, isTouched());
    if (meant === null) return;
    event.preventDefault();
    if (event.repeat) return;
    if (meant === "send") props.onSend();
    else if (meant === "close") props.onSendAndClose?.();
  };
  const onPaste = (event: ClipboardEvent) => {
    const { files, types } = event.clipboardData;
    // A table comes with a picture of itself.
    if (files.length === 0 || types.includes("text/plain") || !props.onFiles) return;
    event.preventDefault();
    props.onFiles([...files]);
  };
  const sayCaret = ({ selectionStart, selectionEnd }: HTMLTextAreaElement) =>
    onCaret(selectionStart === selectionEnd ? selectionStart : null);

  return (
    <div>
      {list && <div className={abovePlace}>{list.face}</div>}
      <div className="grid py-2.5 text-lg leading-5 sm:text-base">
        {/* Has the height that the text takes. */}
        <div
          aria-hidden
          className={`pointer-events-none invisible max-h-[min(10rem,30dvh)] overflow-hidden whitespace-pre-wrap ${place}`}
        >
          {value}{" "}
        </div>
        <textarea
          ref={ref}
          rows={1}
          aria-label={label}
          placeholder={placeholder}
          value={value}
          readOnly={isReadOnly}
          aria-invalid={isInvalid}
          aria-describedby={[hint, describedBy].filter(Boolean).join(" ")}
          aria-autocomplete="list"
          {...(list ? { "aria-controls": list.id, "aria-activedescendant": list.activeId } : {})}
          onChange={(event) => {
            onChange(event.currentTarget.value);
            sayCaret(event.currentTarget);
          }}
          onSelect={(event) => sayCaret(event.currentTarget)}
          onBlur={() => onCaret(null)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          className={`resize-none overflow-y-auto overscroll-contain bg-transparent text-ink outline-none placeholder:overflow-hidden placeholder:text-ellipsis placeholder:whitespace-nowrap placeholder:text-ink-faint ${place}`}
        />
      </div>
      <span id={hint} className="sr-only">
        {t(sendKey === "enter" ? "enterSends" : "ctrlEnterSends")}
      </span>
    </div>
  );
}

"use client";

import { Lock } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { memo, type ReactNode } from "react";
import { useAccount } from "@/components/shell/account-context";
import type { Message } from "@/lib/conversations/schema";
import { FailedMessage } from "./failed-message";
import { MessageContent } from "./message-content";
import { MessageState } from "./message-state";
import type { Place } from "./to-entries";

type Props = {
  message: Message;
  at: number;
  place: Place;
  /** Of what the same person said in one go. */
  isFirst: boolean;
  isLast: boolean;
};

/** One message: the customer's, ours to the customer, or a note that the customer never gets. */
export const MessageBubble = memo(function MessageBubble({
  message,
  at,
  place,
  isFirst,
  isLast,
}: Props) {
  const { direction, state, author } = message;
  if (direction === "note") {
    return (
      <Bubble look="note" isFirst={isFirst}>
        <NoteHead />
        <MessageContent message={message} />
        <Foot author={author} at={at} />
      </Bubble>
    );
  }
  const look = direction === "in" ? "in" : (looks[state] ?? "out");
  return (
    <Bubble look={look} isFirst={isFirst}>
      <Speaker message={message} />
      <MessageContent message={message} />
      {state === "failed" ? (
        <FailedMessage message={message} />
      ) : (
        (isLast || state === "queued" || state === "discarded") && (
          <Foot author={direction === "in" ? null : author} at={at}>
            {direction === "out" && <MessageState message={message} place={place} />}
          </Foot>
        )
      )}
    </Bubble>
  );
});

const looks: Record<string, Look> = { failed: "failed", discarded: "discarded" };

const frames = {
  in: "mr-auto rounded-tl-sm bg-sunken",
  out: "ml-auto rounded-tr-sm bg-accent-soft",
  failed: "ml-auto rounded-tr-sm border border-alert bg-alert-soft",
  discarded:
    "ml-auto rounded-tr-sm border border-line border-dashed text-ink-faint [&_[data-content]]:line-through",
  unposted: "ml-auto rounded-tr-sm border border-accent/50 border-dashed bg-accent-soft",
  note: "ml-auto rounded-tr-sm border border-note-line border-dashed bg-note-soft",
};
export type Look = keyof typeof frames;

type BubbleProps = { look: Look; isFirst: boolean; children: ReactNode };

/** The frame around something said; on the right what is ours. */
export const Bubble = ({ look, isFirst, children }: BubbleProps) => (
  <article
    data-entry
    className={`flex w-fit max-w-[85%] flex-col gap-1 rounded-lg px-3 py-2 sm:max-w-[75%] ${isFirst ? "mt-2" : "mt-0.5"} ${frames[look]}`}
  >
    {children}
  </article>
);

export function NoteHead() {
  const t = useTranslations("message");
  return (
    <p className="flex items-center gap-1.5 font-semibold text-note text-xs">
      <Lock size={12} aria-hidden />
      {t("note")}
    </p>
  );
}

/** For whom can't see on which side it stands. */
function Speaker({ message: { direction, author } }: { message: Message }) {
  const t = useTranslations("message");
  const { id } = useAccount();
  const name = direction === "in" ? t("customer") : author?.id === id ? t("you") : author?.name;
  return name ? <span className="sr-only">{name}: </span> : null;
}

type FootProps = { author: Message["author"]; at: number; children?: ReactNode };

export function Foot({ author, at, children }: FootProps) {
  const format = useFormatter();
  return (
    <footer className="flex flex-wrap items-center justify-end gap-x-2 text-ink-faint text-xs">
      {author?.name && <span className="min-w-0 truncate">{author.name}</span>}
      <time dateTime={new Date(at).toISOString()}>
        {format.dateTime(at, { hour: "2-digit", minute: "2-digit" })}
      </time>
      {children}
    </footer>
  );
}

"use client";

import { useFormatter } from "next-intl";
import type { Message } from "@/lib/conversations/schema";
import { MessageContent } from "./message-content";

export function MessageBubble({ message }: { message: Message }) {
  const format = useFormatter();
  const ours = message.direction !== "in";
  return (
    <li className={`flex ${ours ? "justify-end" : "justify-start"}`}>
      <article
        className={`flex max-w-[85%] flex-col gap-1 rounded-lg px-3 py-2 sm:max-w-[75%] ${ours ? "rounded-tr-sm bg-accent-soft" : "rounded-tl-sm bg-sunken"}`}
      >
        <MessageContent message={message} />
        <footer className="flex justify-end gap-2 text-ink-faint text-xs">
          {ours && message.author && <span className="truncate">{message.author.name}</span>}
          <time dateTime={new Date(message.at).toISOString()}>
            {format.dateTime(message.at, { hour: "2-digit", minute: "2-digit" })}
          </time>
        </footer>
      </article>
    </li>
  );
}

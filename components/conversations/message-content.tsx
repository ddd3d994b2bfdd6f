"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import * as z from "zod/mini";
import type { Message } from "@/lib/conversations/schema";
import { MessageMedia } from "./message-media";
import { MessageText } from "./message-text";
import { readMedia } from "./read-media";

const mentioned = z.object({ mentions: z.array(z.object({ name: z.string() })) });

type Props = { message: Pick<Message, "type" | "content" | "direction"> & { id?: string } };

/** What a message holds, as what it is. */
export function MessageContent({ message }: Props) {
  const t = useTranslations("message");
  const { type, content, direction } = message;
  const names = useMemo(
    () =>
      direction === "note"
        ? mentioned.safeParse(content).data?.mentions.map(({ name }) => name)
        : undefined,
    [direction, content],
  );
  if (type === "text") {
    const text = typeof content.body === "string" ? content.body : "";
    return <MessageText text={text} {...(names ? { names } : {})} />;
  }
  const media = readMedia(message);
  if (!media) {
    const { caption } = content;
    return (
      <>
        <p data-content className="break-words text-ink-soft italic">
          {t("unsupported", { type })}
        </p>
        {typeof caption === "string" && caption && <MessageText text={caption} />}
      </>
    );
  }
  return (
    <>
      <MessageMedia media={media} messageId={message.id} />
      {media.caption && <MessageText text={media.caption} />}
    </>
  );
}

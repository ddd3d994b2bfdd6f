"use client";

import { FileText, ImageOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import * as z from "zod/mini";
import type { Message } from "@/lib/conversations/schema";

const media = z.object({
  url: z.optional(z.string()),
  mimeType: z.nullish(z.string()),
  caption: z.nullish(z.string()),
  filename: z.nullish(z.string()),
});

/** What a message holds, as what it is; text only ever as text, and addresses only http(s). */
export function MessageContent({ message }: { message: Message }) {
  const t = useTranslations("message");
  const { type, content } = message;
  if (type === "text")
    return <MessageText text={typeof content.body === "string" ? content.body : ""} />;
  const { url, caption, filename } = media.safeParse(content).data ?? {};
  const address = url && /^https?:\/\//i.test(url) ? url : undefined;
  return (
    <>
      {type === "image" && address ? (
        <Picture address={address} alt={caption || t("types.image")} />
      ) : type === "video" && address ? (
        // biome-ignore lint/a11y/useMediaCaption: what customers send has no captions
        <video controls preload="metadata" src={address} className="max-h-80 max-w-full rounded" />
      ) : type === "audio" && address ? (
        // biome-ignore lint/a11y/useMediaCaption: what customers send has no captions
        <audio
          controls
          preload="none"
          src={address}
          className="max-w-full"
          aria-label={t("types.audio")}
        />
      ) : type === "document" && address ? (
        <DocumentLink address={address} name={filename || t("types.document")} />
      ) : (
        <p className="text-ink-soft italic">{t("unsupported", { type })}</p>
      )}
      {caption && <MessageText text={caption} />}
    </>
  );
}

const MessageText = ({ text }: { text: string }) => (
  <p className="whitespace-pre-wrap break-words [overflow-wrap:anywhere]">{text}</p>
);

function Picture({ address, alt }: { address: string; alt: string }) {
  const t = useTranslations("message");
  const [failed, setFailed] = useState(false);
  if (failed) {
    return (
      <p className="flex items-center gap-2 text-ink-soft">
        <ImageOff size={16} aria-hidden /> {t("pictureFailed")}
      </p>
    );
  }
  return (
    <a href={address} target="_blank" rel="noreferrer noopener">
      {/* biome-ignore lint/performance/noImgElement: the browser alone fetches it, never our server */}
      <img
        src={address}
        alt={alt}
        referrerPolicy="no-referrer"
        loading="lazy"
        onError={() => setFailed(true)}
        className="max-h-80 max-w-full rounded"
      />
    </a>
  );
}

const DocumentLink = ({ address, name }: { address: string; name: string }) => (
  <a
    href={address}
    target="_blank"
    rel="noreferrer noopener"
    referrerPolicy="no-referrer"
    className="flex items-center gap-2 font-medium text-accent underline underline-offset-2"
  >
    <FileText size={18} aria-hidden className="shrink-0" />
    <span className="break-all">{name}</span>
  </a>
);

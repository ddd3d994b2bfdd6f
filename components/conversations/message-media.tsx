"use client";

import { CircleAlert, ImageOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { createContext, use, useState } from "react";
import { DocumentCard } from "./document-card";
import type { Media } from "./read-media";

/** Opens the picture of a message large. */
export const OpenPicture = createContext<((messageId: string) => void) | null>(null);

type Props = { media: Media; messageId: string | undefined };

/** Pictures, films, voices and files in their place, fetched by the browser alone. */
export function MessageMedia({ media, messageId }: Props) {
  const t = useTranslations("message");
  const [failed, setFailed] = useState(false);
  const { type, address } = media;
  if (type === "document") return <DocumentCard media={media} />;
  if (failed) return <Broken media={media} />;
  const onError = () => setFailed(true);
  switch (type) {
    case "image":
      return <Picture media={media} messageId={messageId} onError={onError} />;
    case "video":
      return (
        // biome-ignore lint/a11y/useMediaCaption: what people send one another has no captions
        <video
          controls
          playsInline
          preload="metadata"
          src={address}
          onError={onError}
          aria-label={media.caption || t("types.video")}
          className="aspect-video max-h-80 w-80 max-w-full rounded bg-sunken"
        />
      );
    case "audio":
      return (
        // biome-ignore lint/a11y/useMediaCaption: what people send one another has no captions
        <audio
          controls
          preload="metadata"
          src={address}
          onError={onError}
          aria-label={t("types.audio")}
          className="h-10 w-72 max-w-full"
        />
      );
  }
}

/** What a picture measured, so that it takes its place at once when it is drawn again. */
const sizes = new Map<string, { width: number; height: number }>();

function Picture({ media, messageId, onError }: Props & { onError: () => void }) {
  const t = useTranslations("message");
  const open = use(OpenPicture);
  const { address, caption } = media;
  const known = sizes.get(address);
  const picture = (
    // biome-ignore lint/performance/noImgElement: the browser alone fetches it, never our server
    <img
      src={address}
      alt={caption || t("types.image")}
      referrerPolicy="no-referrer"
      loading="lazy"
      decoding="async"
      {...known}
      onError={onError}
      onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
        sizes.set(address, { width, height })
      }
      className={`h-auto max-h-64 w-auto max-w-full rounded bg-sunken object-contain ${known ? "" : "min-h-24 min-w-32"}`}
    />
  );
  if (!open || messageId === undefined) return picture;
  return (
    <button
      type="button"
      aria-label={caption ? `${t("openPicture")}: ${caption}` : t("openPicture")}
      onClick={() => open(messageId)}
      className="w-fit max-w-full cursor-zoom-in rounded"
    >
      {picture}
    </button>
  );
}

function Broken({ media: { type, address } }: { media: Media }) {
  const t = useTranslations("message");
  const Icon = type === "image" ? ImageOff : CircleAlert;
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-ink-soft">
      <Icon size={16} aria-hidden className="shrink-0" />
      {t("mediaFailed", { type })}
      <a
        href={address}
        target="_blank"
        rel="noopener noreferrer"
        referrerPolicy="no-referrer"
        className="text-accent underline underline-offset-2"
      >
        {t("openElsewhere")}
      </a>
    </p>
  );
}

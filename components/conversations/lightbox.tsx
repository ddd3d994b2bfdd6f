"use client";

import { ChevronLeft, ChevronRight, Download, ImageOff, Maximize, Minimize, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { type KeyboardEvent, useState } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Button } from "@/components/ui/button";
import type { Picture } from "./list-pictures";

type Props = {
  /** All of the thread that is loaded, the oldest first. */
  pictures: Picture[];
  shownId: string;
  onShow: (id: string) => void;
  onClose: () => void;
};

/** One picture of the thread, as large as the screen; the arrow keys go on to the others. */
export function Lightbox({ pictures, shownId, onShow, onClose }: Props) {
  const t = useTranslations("message.lightbox");
  const common = useTranslations("common");
  const [isActual, setActual] = useState(false);
  const index = pictures.findIndex(({ id }) => id === shownId);
  const picture = pictures[index];
  if (!picture) return null;
  const go = (by: -1 | 1) => {
    const next = pictures[index + by];
    if (!next) return;
    setActual(false);
    onShow(next.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft") go(-1);
    else if (event.key === "ArrowRight") go(1);
    else return;
    event.preventDefault();
  };
  const zoom = () => setActual(!isActual);
  return (
    <ModalOverlay
      isOpen
      onOpenChange={(open) => !open && onClose()}
      className="fixed inset-0 z-40 h-(--visual-viewport-height) bg-canvas"
    >
      <Modal className="h-full">
        <Dialog
          aria-label={t("label", { n: index + 1, count: pictures.length })}
          className="h-full outline-none"
        >
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of the whole dialog */}
          <div onKeyDown={onKeyDown} className="flex h-full flex-col">
            <header className="flex items-center gap-1 px-2 py-1.5 sm:px-4">
              <About picture={picture} />
              <Button
                look="quiet"
                size="icon"
                aria-label={isActual ? t("fit") : t("actual")}
                onPress={zoom}
              >
                {isActual ? <Minimize size={18} aria-hidden /> : <Maximize size={18} aria-hidden />}
              </Button>
              <a
                href={picture.address}
                target="_blank"
                rel="noopener noreferrer"
                referrerPolicy="no-referrer"
                {...(picture.isOurs ? { download: picture.filename } : {})}
                aria-label={t("download")}
                className="flex size-8 items-center justify-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
              >
                <Download size={18} aria-hidden />
              </a>
              <Button
                look="quiet"
                size="icon"
                aria-label={common("close")}
                onPress={onClose}
                autoFocus
              >
                <X size={20} aria-hidden />
              </Button>
            </header>
            <Shown key={picture.id} picture={picture} isActual={isActual} onZoom={zoom} />
            {pictures.length > 1 && (
              <footer className="flex items-center justify-center gap-3 py-2 text-ink-soft">
                <Button
                  look="quiet"
                  size="icon"
                  aria-label={t("previous")}
                  isDisabled={index === 0}
                  onPress={() => go(-1)}
                >
                  <ChevronLeft size={20} aria-hidden />
                </Button>
                <span role="status" className="text-sm tabular-nums">
                  {index + 1} / {pictures.length}
                </span>
                <Button
                  look="quiet"
                  size="icon"
                  aria-label={t("next")}
                  isDisabled={index === pictures.length - 1}
                  onPress={() => go(1)}
                >
                  <ChevronRight size={20} aria-hidden />
                </Button>
              </footer>
            )}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function About({ picture: { who, caption, at } }: { picture: Picture }) {
  const t = useTranslations("message");
  const format = useFormatter();
  return (
    <p className="min-w-0 flex-1 text-sm">
      <span className="block truncate font-medium">{caption || who || t("customer")}</span>
      <span className="block truncate text-ink-soft text-xs">
        {[caption && (who || t("customer")), format.dateTime(at, timestamp)]
          .filter(Boolean)
          .join(" · ")}
      </span>
    </p>
  );
}

const timestamp = { dateStyle: "medium", timeStyle: "short" } as const;

type ShownProps = { picture: Picture; isActual: boolean; onZoom: () => void };

function Shown({ picture: { address, caption }, isActual, onZoom }: ShownProps) {
  const t = useTranslations("message");
  const [failed, setFailed] = useState(false);
  if (failed) {
    return (
      <p className="flex flex-1 items-center justify-center gap-2 text-ink-soft">
        <ImageOff size={18} aria-hidden /> {t("mediaFailed", { type: "image" })}
      </p>
    );
  }
  return (
    <div className="flex min-h-0 flex-1 overflow-auto">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the button in the head does it, too */}
      {/* biome-ignore lint/performance/noImgElement: the browser alone fetches it, never our server */}
      <img
        src={address}
        alt={caption || t("types.image")}
        referrerPolicy="no-referrer"
        onError={() => setFailed(true)}
        onClick={onZoom}
        className={`m-auto ${isActual ? "max-w-none cursor-zoom-out" : "max-h-full max-w-full cursor-zoom-in object-contain"}`}
      />
    </div>
  );
}

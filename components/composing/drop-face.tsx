"use client";

import { Ban, Paperclip } from "lucide-react";
import { useTranslations } from "next-intl";
import type { CSSProperties } from "react";

type Props = {
  place: Pick<CSSProperties, "top" | "left" | "width" | "height">;
  /** Why they aren't taken right now. */
  refused: "note" | "shut" | null;
};

/** Over the whole conversation while files are held over it. */
export function DropFace({ place, refused }: Props) {
  const t = useTranslations("composer.drop");
  const Icon = refused ? Ban : Paperclip;
  return (
    <div style={place} className="pointer-events-none fixed z-30 bg-surface/80 p-3">
      <div
        className={`flex h-full animate-appear flex-col items-center justify-center gap-2 rounded-lg border-2 border-dashed text-center ${refused ? "border-line-strong text-ink-soft" : "border-accent bg-accent-soft text-accent-strong"}`}
      >
        <Icon size={28} aria-hidden />
        <p className="font-medium">{t(refused ?? "here")}</p>
      </div>
    </div>
  );
}

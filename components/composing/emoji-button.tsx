"use client";

import { Smile } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { ToolButton } from "./tool-button";

const loadPanel = () => import("./emoji-panel");
const EmojiPanel = dynamic(() => loadPanel().then((module) => module.EmojiPanel), {
  loading: () => null,
});

type Props = { onPick: (emoji: string) => void; onLeave: () => void };

/** Its panel is fetched when somebody reaches for it. */
export function EmojiButton({ onPick, onLeave }: Props) {
  const t = useTranslations("composer");
  const [isOpen, setOpen] = useState(false);
  const frame = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const onPointerDown = ({ target }: PointerEvent) => {
      if (target instanceof Node && !frame.current?.contains(target)) setOpen(false);
    };
    window.addEventListener("pointerdown", onPointerDown);
    return () => window.removeEventListener("pointerdown", onPointerDown);
  }, [isOpen]);
  const shut = () => {
    setOpen(false);
    onLeave();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard from whatever in it has the focus
    <span
      ref={frame}
      onKeyDown={(event) => {
        if (!isOpen || event.key !== "Escape") return;
        event.stopPropagation();
        shut();
      }}
      onBlur={({ relatedTarget, currentTarget }) => {
        if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) setOpen(false);
      }}
    >
      <ToolButton
        label={t("emoji")}
        isExpanded={isOpen}
        onReach={() => void loadPanel().catch(() => {})}
        onPress={() => (isOpen ? shut() : setOpen(true))}
      >
        <Smile size={18} aria-hidden />
      </ToolButton>
      {isOpen && (
        <EmojiPanel
          label={t("emoji")}
          onPick={(emoji) => {
            shut();
            onPick(emoji);
          }}
        />
      )}
    </span>
  );
}

"use client";

import en from "emoji-picker-element/i18n/en";
import es from "emoji-picker-element/i18n/es";
import pt from "emoji-picker-element/i18n/pt_BR";
import Picker from "emoji-picker-element/picker";
import { useLocale } from "next-intl";
import { useEffect, useRef } from "react";

type Props = { label: string; onPick: (emoji: string) => void };

const words = { es, en, pt };

/** Without it the browser takes no style that isn't in a file of the desk's. */
const nonceOfStyles = () =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.content ?? "";

/** Over what one writes in; its search has the focus. The data come from this desk (app/emoji). */
export function EmojiPanel({ label, onPick }: Props) {
  const locale = useLocale();
  const frame = useRef<HTMLDivElement>(null);
  const latest = useRef(onPick);
  useEffect(() => {
    latest.current = onPick;
  });
  useEffect(() => {
    const picker = new Picker({ locale, dataSource: `/emoji/${locale}`, i18n: words[locale] });
    picker.addEventListener("emoji-click", ({ detail }) => {
      if (detail.unicode) latest.current(detail.unicode);
    });
    const style = picker.shadowRoot?.querySelector("style");
    if (style) style.nonce = nonceOfStyles();
    frame.current?.append(picker);
    const search = () => picker.shadowRoot?.querySelector<HTMLElement>("input[type=search]");
    const frames = requestAnimationFrame(() => search()?.focus());
    return () => {
      cancelAnimationFrame(frames);
      picker.remove();
    };
  }, [locale]);
  return (
    <div
      ref={frame}
      role="dialog"
      aria-label={label}
      className="absolute bottom-full left-3 z-20 mb-1 max-w-full animate-appear sm:left-4 overflow-hidden rounded-lg border border-line bg-raised shadow-pop"
    />
  );
}

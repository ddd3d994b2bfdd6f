"use client";

import { useTranslations } from "next-intl";
import { useIsMac } from "./platform";
import { toCaps } from "./show-combo";

const named = ["Shift", "Space", "Enter", "Escape"] as const;

/** A combo as keys to press. */
export function KeyCaps({ combo }: { combo: string }) {
  const t = useTranslations("keys.names");
  const caps = toCaps(combo, useIsMac());
  return (
    <kbd className="inline-flex shrink-0 items-center gap-1 font-sans">
      {caps.map((cap) => {
        const name = named.find((each) => each === cap);
        return (
          <kbd
            key={cap}
            className="flex h-5 min-w-5 items-center justify-center rounded border border-line-strong/60 bg-sunken px-1 font-sans text-ink-soft text-xs"
          >
            {name ? t(name) : cap}
          </kbd>
        );
      })}
    </kbd>
  );
}

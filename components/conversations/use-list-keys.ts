"use client";

import type { RefObject } from "react";
import { useAction } from "@/components/keyboard/keyboard-provider";

/** Moves through the list from wherever one is, as its arrow keys do within it. */
export function useListKeys(grid: RefObject<HTMLElement | null>, selectedId: string | undefined) {
  const press = (key: "ArrowDown" | "ArrowUp") =>
    document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const step = (key: "ArrowDown" | "ArrowUp") => {
    if (grid.current?.contains(document.activeElement)) return press(key);
    // It gives the focus on to the row where it was last, the open one or the first.
    grid.current?.focus();
    if (selectedId !== undefined) requestAnimationFrame(() => press(key));
  };
  const isEnabled = () => grid.current?.checkVisibility() === true;
  useAction("next", { run: () => step("ArrowDown"), isEnabled });
  useAction("previous", { run: () => step("ArrowUp"), isEnabled });
}

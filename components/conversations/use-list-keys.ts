"use client";

import type { RefObject } from "react";
import { useAction } from "@/components/keyboard/keyboard-provider";
import type { GridHandle } from "./row-grid";

/** Moves through the list from wherever one is, as its arrow keys do within it. */
export function useListKeys(grid: RefObject<GridHandle | null>, selectedId: string | undefined) {
  const step = (by: 1 | -1) => {
    const enters = !grid.current?.hasFocus() && selectedId === undefined;
    if (enters) grid.current?.focus();
    else grid.current?.step(by);
  };
  const isEnabled = () => grid.current?.isVisible() === true;
  useAction("next", { run: () => step(1), isEnabled });
  useAction("previous", { run: () => step(-1), isEnabled });
}

"use client";

import { useEffect, useRef } from "react";

/** Ctrl+Enter (⌘ on a Mac) from anywhere but a field one writes in or a dialog, where it is that one's own. */
export function useCloseShortcut(run: () => void) {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const elsewhere =
        event.target instanceof HTMLElement &&
        event.target.closest("textarea, [role=dialog], [role=menu], [role=listbox]");
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      if (event.repeat || elsewhere) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current();
    };
    // Before the list takes it for the Enter that opens a row.
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, []);
}

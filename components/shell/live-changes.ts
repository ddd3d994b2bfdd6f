"use client";

import { createContext, use, useEffect, useRef } from "react";
import type { LiveChange } from "@/lib/conversations/apply-change";

export type ChangeListener = (
  changes: LiveChange[],
  /** Of the tabs of a browser one leads; what is caught up on may be old. */
  how: { isLeading: boolean; isCatchingUp: boolean },
) => void;

export const ChangesContext = createContext<Set<ChangeListener>>(new Set());

/** Hears of every change before it is in the caches, so that what was before can still be seen. */
export function useLiveChanges(listener: ChangeListener) {
  const listeners = use(ChangesContext);
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => {
    const hear: ChangeListener = (...heard) => latest.current(...heard);
    listeners.add(hear);
    return () => {
      listeners.delete(hear);
    };
  }, [listeners]);
}

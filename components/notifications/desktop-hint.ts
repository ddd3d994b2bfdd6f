"use client";

import { useSyncExternalStore } from "react";

const key = "mostrador-desktop-hint";
const listeners = new Set<() => void>();

/** "due" from the first message that was missed in a hidden tab until somebody has answered; kept by the browser. */
type Hint = "due" | "answered" | null;

const read = (): Hint => {
  try {
    return localStorage.getItem(key) as Hint;
  } catch {
    return null;
  }
};

export const useDesktopHint = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      window.addEventListener("storage", listener);
      return () => {
        listeners.delete(listener);
        window.removeEventListener("storage", listener);
      };
    },
    () => read() === "due",
    () => false,
  );

export function setDesktopHint(next: "due" | "answered") {
  if (read() === "answered" || read() === next) return;
  try {
    localStorage.setItem(key, next);
  } catch {
    // A browser that keeps nothing is asked nothing.
  }
  for (const listener of listeners) listener();
}

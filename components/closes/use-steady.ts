"use client";

import { useRef } from "react";
import { usePointerHold } from "@/components/ui/use-pointer-hold";

/** The value as it was, while the pointer is at work over what shows it; a new key lets it go. */
export function useSteady<T>(value: T, key: string) {
  const { isHeld, pointer } = usePointerHold();
  const shown = useRef({ key, value });
  if (!isHeld || shown.current.key !== key) shown.current = { key, value };
  return { value: shown.current.value, pointer };
}

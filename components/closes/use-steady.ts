"use client";

import { useRef, useState } from "react";

/** After a move of the pointer a click may follow: for so long nothing moves under it. */
const steadyMs = 2_000;

/** The value as it was, while the pointer is at work over what shows it; a new key lets it go. */
export function useSteady<T>(value: T, key: string) {
  const [steady, setSteady] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const shown = useRef({ key, value });
  const release = () => {
    clearTimeout(timer.current);
    setSteady(false);
  };
  const hold = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSteady(false), steadyMs);
    setSteady(true);
  };
  if (!steady || shown.current.key !== key) shown.current = { key, value };
  return { value: shown.current.value, pointer: { onPointerMove: hold, onPointerLeave: release } };
}

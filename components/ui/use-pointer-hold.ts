"use client";

import { useRef, useState } from "react";

/** After a move of the pointer a click may follow: for so long nothing should move under it. */
const holdMs = 2_000;

/** Whether the pointer is at work over what `pointer` is given to. */
export function usePointerHold() {
  const [isHeld, setHeld] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const release = () => {
    clearTimeout(timer.current);
    setHeld(false);
  };
  const hold = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setHeld(false), holdMs);
    setHeld(true);
  };
  return { isHeld, release, pointer: { onPointerMove: hold, onPointerLeave: release } };
}

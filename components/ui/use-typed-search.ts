"use client";

import { useEffect, useState } from "react";

/** The text of a search box; `onChange` hears of it once the typing has paused. */
export function useTypedSearch(
  value: string | undefined,
  onChange: (value: string | undefined) => void,
  pauseMs: number,
) {
  const [text, setText] = useState(value ?? "");
  useEffect(() => setText(value ?? ""), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts a search
  useEffect(() => {
    const wanted = text.trim() || undefined;
    if (wanted === value) return;
    const timer = setTimeout(() => onChange(wanted), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return { text, setText };
}

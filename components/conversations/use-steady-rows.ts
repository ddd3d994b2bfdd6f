"use client";

import { useRef } from "react";
import { usePointerHold } from "@/components/ui/use-pointer-hold";
import type { Conversation } from "@/lib/conversations/schema";

type Row = Conversation & { gone?: boolean };

/**
 * The rows as they should be shown: while the pointer is at work over the list they keep their places, rows that left
 * stay and say so, and new ones wait above (`waiting`).
 */
export function useSteadyRows(rows: Conversation[], resetKey: string) {
  const { isHeld, release, pointer } = usePointerHold();
  const shown = useRef<{ key: string; rows: Row[] }>({ key: resetKey, rows: [] });

  const holding = isHeld && shown.current.key === resetKey && shown.current.rows.length > 0;
  const next: Row[] = holding ? inPlace(shown.current.rows, rows) : rows;
  shown.current = { key: resetKey, rows: next };
  const waiting = holding ? rows.length - next.filter((row) => !row.gone).length : 0;
  return {
    rows: next,
    waiting,
    release,
    pointer,
  };
}

function inPlace(before: Row[], now: Conversation[]): Row[] {
  const current = new Map(now.map((row) => [row.id, row]));
  const kept = before.map((row) => current.get(row.id) ?? { ...row, gone: true });
  const known = new Set(before.map((row) => row.id));
  const lastKnown = now.findLastIndex((row) => known.has(row.id));
  // What was loaded behind the last row moves nothing.
  const behind = now.slice(lastKnown + 1);
  return behind.length > 0 ? [...kept, ...behind] : kept;
}

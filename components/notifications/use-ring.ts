"use client";

import { useEffect, useRef } from "react";
import { ring } from "./ring";

const shortestPauseMs = 1_500;

/** Rings, not more than once in a while; by another tab where this one has never been touched and may not. */
export function useRing(userId: string) {
  const channel = useRef<BroadcastChannel>(undefined);
  const lastAt = useRef(0);
  useEffect(() => {
    const name = `mostrador-ring-${userId}`;
    const opened = new BroadcastChannel(name);
    channel.current = opened;
    opened.onmessage = () => {
      if (!("locks" in navigator)) return;
      // One of those that may.
      navigator.locks
        .request(name, { ifAvailable: true }, async (lock) => {
          if (lock && (await ring()))
            await new Promise((resolve) => setTimeout(resolve, shortestPauseMs));
        })
        .catch(() => {});
    };
    return () => opened.close();
  }, [userId]);
  return async () => {
    const now = Date.now();
    if (now - lastAt.current < shortestPauseMs) return;
    lastAt.current = now;
    if (!(await ring())) channel.current?.postMessage("ring");
  };
}

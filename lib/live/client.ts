"use client";

import { createContext, use, useEffect, useRef, useState } from "react";
import type { StreamFrame, StreamState } from "./connect-stream";
import { shareStream } from "./share-stream";

export type Freshness = {
  state: StreamState /** When the screen was last known to be right. */;
  since: number;
};

export const FreshnessContext = createContext<Freshness>({ state: "connecting", since: 0 });

export const useFreshness = () => use(FreshnessContext);

/** Follows the stream for as long as the component lives; frames come in chunks, as the server sent them. */
export function useStream(
  userId: string,
  onFrames: (frames: StreamFrame[], isLeading: boolean) => void,
): Freshness {
  const [freshness, setFreshness] = useState<Freshness>({ state: "connecting", since: 0 });
  const latest = useRef(onFrames);
  useEffect(() => {
    latest.current = onFrames;
  });
  useEffect(() => {
    const abort = new AbortController();
    const onState = (state: StreamState) =>
      setFreshness((before) => (before.state === state ? before : { state, since: Date.now() }));
    const hear: typeof onFrames = (...heard) => latest.current(...heard);
    shareStream(userId, { onFrames: hear, onState }, abort.signal);
    return () => abort.abort();
  }, [userId]);
  return freshness;
}

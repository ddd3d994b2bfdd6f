"use client";

import { useSyncExternalStore } from "react";

const media = "(min-width: 64rem)";

/** Whether there is room for a table. */
export const useWide = () =>
  useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(media);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => window.matchMedia(media).matches,
    () => true,
  );

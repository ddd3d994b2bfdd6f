"use client";

import { useEffect } from "react";

type Props = { script: string; readyEvent: string };

/** Keeps what is clicked before the page has come to life, and lets it happen then. */
export function EarlyClicks({ script, readyEvent }: Props) {
  useEffect(() => {
    // React takes no click while it is still at work on the page.
    setTimeout(() => window.dispatchEvent(new Event(readyEvent)));
  }, [readyEvent]);
  return <script>{script}</script>;
}

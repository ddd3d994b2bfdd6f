"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { conversationCountsQuery } from "@/lib/conversations/query";

const badge = /^\(\d+\+?\) /;

/** How many conversations want this agent, before the title of whatever page he is on. */
export function useTitleBadge() {
  const { data } = useQuery(conversationCountsQuery(undefined));
  const count = data ? data.unread + data.mentioned : 0;
  useEffect(() => {
    const apply = () => {
      const plain = document.title.replace(badge, "");
      const titled = count > 0 ? `(${count > 999 ? "999+" : count}) ${plain}` : plain;
      if (document.title !== titled) document.title = titled;
    };
    apply();
    // The next page brings its own.
    const observer = new MutationObserver(apply);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [count]);
  useEffect(() => {
    if (!("setAppBadge" in navigator)) return;
    const done = count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge();
    // Only an installed app has one.
    done.catch(() => {});
  }, [count]);
}

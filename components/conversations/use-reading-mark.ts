"use client";

import { useEffect } from "react";
import { useMarkRead } from "@/lib/conversations/client";
import type { Conversation } from "@/lib/conversations/schema";

/** Reading it makes it read, also what comes in while it is before one's eyes. */
export function useReadingMark(conversation: Conversation | undefined) {
  const { mutate } = useMarkRead();
  const id = conversation?.id;
  const count = conversation?.messageCount;
  const isMentioned = conversation?.mentioned === true;
  const isUnread = (conversation?.unread ?? 0) > 0 || isMentioned;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new message is read anew
  useEffect(() => {
    if (id === undefined) return;
    const read = () => document.visibilityState === "visible" && mutate(id);
    if (isUnread || count) read();
    document.addEventListener("visibilitychange", read);
    return () => document.removeEventListener("visibilitychange", read);
  }, [id, count, isMentioned, mutate]);
}

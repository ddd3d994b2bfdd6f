"use client";

import { useEffect, useRef } from "react";
import * as z from "zod/mini";
import { useAccount } from "@/components/shell/account-context";
import type { Close, Conversation } from "@/lib/conversations/schema";
import { forgetLocally, keepLocally, recallLocally } from "@/lib/messages/keep-locally";

const kept = z.object({ closeId: z.string(), text: z.string() });

/** The text that went with a close comes back when that is undone, on whichever screen and after a reload. */
export function useClosingText({ id, close }: Conversation, giveBack: (text: string) => void) {
  const { id: userId } = useAccount();
  const { id: closeId, state } = close ?? {};
  const latest = useRef(giveBack);
  useEffect(() => {
    latest.current = giveBack;
  });
  useEffect(() => {
    const path = [userId, "closing", id];
    const known = kept.safeParse(recallLocally(path)).data;
    if (!known || known.closeId !== closeId) return;
    if (state === "cancelled") latest.current(known.text);
    if (state === "cancelled" || state === "accepted" || state === "confirmed") forgetLocally(path);
  }, [userId, id, closeId, state]);
  return (taken: Close, text: string) =>
    keepLocally([userId, "closing", id], { closeId: taken.id, text });
}

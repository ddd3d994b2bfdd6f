"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { useAccount } from "@/components/shell/account-context";
import { draftsQuery } from "@/lib/messages/query";
import { type DraftKind, draftKinds } from "@/lib/messages/schema";
import { followDraft } from "./follow-draft";

/** What one is writing here, as an answer and as a note, each by itself. */
export function useDrafts(conversationId: string) {
  const { id: userId } = useAccount();
  const queries = useQueryClient();
  const [drafts] = useState(() => ({
    answer: followDraft({ userId, conversationId, kind: "answer" }),
    note: followDraft({ userId, conversationId, kind: "note" }),
  }));
  const [texts, setTexts] = useState(() => ({
    answer: drafts.answer.text(),
    note: drafts.note.text(),
  }));
  const show = useCallback(
    (kind: DraftKind) => setTexts((known) => ({ ...known, [kind]: drafts[kind].text() })),
    [drafts],
  );

  useEffect(() => {
    let isHere = true;
    const read = async () => {
      const asked = draftKinds.map((kind) => drafts[kind].edits());
      const found = await queries.fetchQuery(draftsQuery(conversationId)).catch(() => undefined);
      if (!found || !isHere) return;
      for (const [index, kind] of draftKinds.entries()) {
        // What comes in while one is writing is older than that.
        if (drafts[kind].edits() !== asked[index]) continue;
        drafts[kind].merge(found.find((each) => each.kind === kind));
        show(kind);
      }
    };
    const leave = (forGood: boolean) => {
      for (const kind of draftKinds) drafts[kind].leave(forGood);
    };
    const onHide = () => leave(false);
    const onVisibility = () => (document.visibilityState === "hidden" ? onHide() : void read());
    void read();
    document.addEventListener("visibilitychange", onVisibility);
    window.addEventListener("pagehide", onHide);
    return () => {
      isHere = false;
      document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("pagehide", onHide);
      leave(true);
    };
  }, [queries, conversationId, drafts, show]);

  return {
    texts,
    write: (kind: DraftKind, text: string) => {
      drafts[kind].write(text);
      show(kind);
    },
    /** Of a text that one has come back to, when it was written; null for one that has been begun here. */
    writtenAt: (kind: DraftKind) => drafts[kind].foundAt(),
  };
}

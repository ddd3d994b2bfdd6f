import { RequestError } from "@/lib/http/request-json";
import { saveDraft } from "@/lib/messages/client";
import { type DraftPlace, keepDraft, markSaved, recallDraft } from "@/lib/messages/keep-draft";
import { type KeptDraft, mergeDrafts } from "@/lib/messages/merge-drafts";
import { inTurn, isPassing } from "@/lib/messages/post-in-turn";
import type { Draft } from "@/lib/messages/schema";

const restMs = 800;
const againMs = 5_000;

/** Keeps one draft: in this browser with every letter, on the desk whenever one rests or leaves. */
export function followDraft(place: DraftPlace) {
  let kept: KeptDraft = recallDraft(place) ?? { text: "", updatedAt: 0, isSaved: true };
  let foundAt = kept.text === "" ? null : kept.updatedAt;
  /** What the desk has, as far as one can know. */
  let onDesk: string | undefined;
  let edits = 0;
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const put = (next: KeptDraft) => {
    kept = next;
    keepDraft(place, next);
    clearTimeout(timer);
    if (!next.isSaved) timer = setTimeout(save, restMs);
  };

  async function send(keepalive: boolean) {
    const { text, isSaved } = kept;
    if (isSaved) return;
    onDesk = undefined;
    edits += 1;
    await saveDraft(place.conversationId, place.kind, text, { keepalive });
    onDesk = text;
    edits += 1;
    if (kept.text === text) kept = { ...kept, isSaved: true };
    markSaved(place, text);
  }

  function save() {
    const name = `draft ${place.conversationId} ${place.kind}`;
    inTurn(name, () => send(false)).catch((error: unknown) => {
      if (isOver || !(error instanceof RequestError) || !isPassing(error.code)) return;
      clearTimeout(timer);
      timer = setTimeout(save, againMs);
    });
  }

  return {
    text: () => kept.text,
    /** Grows with whatever makes an answer that was asked for before it an old one. */
    edits: () => edits,
    foundAt: () => foundAt,
    write: (text: string) => {
      edits += 1;
      foundAt = null;
      put({ text, updatedAt: Date.now(), isSaved: text === onDesk });
    },
    merge: (saved: Draft | undefined) => {
      onDesk = saved?.text ?? "";
      const merged = mergeDrafts(kept, saved);
      if (merged.text !== kept.text) foundAt = merged.text === "" ? null : merged.updatedAt;
      put({ ...merged, isSaved: merged.text === onDesk });
    },
    /** The page is being left: there is no time to rest. `forGood`: another one follows the draft from now on. */
    leave: (forGood = false) => {
      isOver = forGood;
      clearTimeout(timer);
      void send(true).catch(() => {});
    },
  };
}

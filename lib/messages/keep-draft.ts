import * as z from "zod/mini";
import { forgetLocally, keepLocally, listLocally, recallLocally } from "./keep-locally";
import type { KeptDraft } from "./merge-drafts";
import { type DraftKind, draftKinds } from "./schema";

/** Whose it is and where it belongs. */
export type DraftPlace = { userId: string; conversationId: string; kind: DraftKind };

const kept = z.object({ text: z.string(), updatedAt: z.int(), isSaved: z.boolean() });

const pathOf = ({ userId, conversationId, kind }: DraftPlace) => [
  userId,
  "draft",
  conversationId,
  kind,
];

export const recallDraft = (place: DraftPlace): KeptDraft | undefined =>
  kept.safeParse(recallLocally(pathOf(place))).data;

/** One that is empty, and known to be so by the desk, needs no keeping. */
export function keepDraft(place: DraftPlace, draft: KeptDraft) {
  if (draft.isSaved && draft.text === "") forgetLocally(pathOf(place));
  else keepLocally(pathOf(place), draft);
}

/** The desk has got this text; what has been written since stays unsaved. */
export function markSaved(place: DraftPlace, text: string) {
  const known = recallDraft(place);
  if (known?.text === text) keepDraft(place, { ...known, isSaved: true });
}

/** Where this browser has something of his that the desk hasn't. */
export const listUnsaved = (userId: string): { place: DraftPlace; text: string }[] =>
  listLocally([userId, "draft"]).flatMap(([conversationId = "", name]) => {
    const kind = draftKinds.find((each) => each === name);
    if (!kind) return [];
    const place = { userId, conversationId, kind };
    const draft = recallDraft(place);
    return draft && !draft.isSaved ? [{ place, text: draft.text }] : [];
  });

import type { Draft } from "./schema";

/** A draft as this browser has it; `isSaved` when the desk has the very same. */
export type KeptDraft = { text: string; updatedAt: number; isSaved: boolean };

const nothing: KeptDraft = { text: "", updatedAt: 0, isSaved: true };

/**
 * What one goes on from. What the desk had already is the desk's matter: another device may have gone on from it or have
 * sent it. Of what it hasn't seen yet the later one wins, also where that is nothing any more.
 */
export function mergeDrafts(
  kept: KeptDraft | undefined,
  saved: Pick<Draft, "text" | "updatedAt"> | undefined,
): KeptDraft {
  if (kept && !kept.isSaved && !(saved && saved.updatedAt > kept.updatedAt)) return kept;
  return saved ? { text: saved.text, updatedAt: saved.updatedAt, isSaved: true } : nothing;
}

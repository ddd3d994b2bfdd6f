import { v7 as uuid } from "uuid";
import type { StoryEntries } from "@/lib/db/closing-schema";
import type { Tx } from "@/lib/db/open";

type Entry = Pick<StoryEntries, "kind" | "by_id" | "note"> & { subject_id?: string | null };

/** Adds to the story of a conversation what no close tells. */
export async function tell(
  tx: Tx,
  { id, project_id }: { id: string; project_id: string },
  entry: Entry,
  at = Date.now(),
) {
  const told = { id: uuid(), project_id, conversation_id: id, at, subject_id: null, ...entry };
  await tx.insertInto("story_entries").values(told).execute();
  return told;
}

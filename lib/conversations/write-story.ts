import { v7 as uuid } from "uuid";
import type { Tx } from "@/lib/db/open";
import type { StoryEntries } from "@/lib/db/schema";

type Entry = Pick<StoryEntries, "kind" | "by_id" | "note">;

/** Adds to the story of a conversation what no close tells. */
export async function tell(
  tx: Tx,
  { id, project_id }: { id: string; project_id: string },
  entry: Entry,
  at = Date.now(),
) {
  const told = { id: uuid(), project_id, conversation_id: id, at, ...entry };
  await tx.insertInto("story_entries").values(told).execute();
  return told;
}

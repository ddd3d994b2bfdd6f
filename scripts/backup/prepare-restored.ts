import { v7 as uuid } from "uuid";
import { recordUpkeep } from "@/lib/audit/write-upkeep";
import type { Db } from "@/lib/db/open";
import type { Manifest } from "./manifest";

/**
 * What was true when the backup was made and may not be any more: nobody is signed in, no link of then is good, what
 * browsers know of the live log is of another one, and nothing is closed until somebody has looked, since customers may
 * have written what this database doesn't know.
 */
export async function prepareRestored(
  db: Db,
  { madeAt, epoch }: Manifest,
  { pauseCloses }: { pauseCloses: boolean },
) {
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable("meta")
      .set({ value: uuid().slice(-8) })
      .where("key", "=", "epoch")
      .execute();
    await tx.deleteFrom("meta").where("key", "like", "desk:%").execute();
    await tx.deleteFrom("sessions").execute();
    await tx.deleteFrom("one_time_links").execute();
    if (pauseCloses)
      await tx
        .updateTable("projects")
        .set({ closes_paused: 1, closes_paused_because: null })
        .execute();
    await recordUpkeep(tx, "data.restored", { madeAt, epoch });
  });
}

import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { db, write } from "@/lib/db/store";
import { log } from "@/lib/log";
import { startLoop } from "@/lib/loop";
import { arrivals, openStorage } from "@/lib/storage/open-storage";

const everyMs = 1_000;
/** Another desk's clock may be late, and a message may be taking the upload at this moment. */
const graceMs = 60_000;
/** What couldn't be deleted doesn't keep the others from their turn. */
const restMs = 60_000;
const arrivalsEveryMs = 600_000;
/** No upload takes so long: what is older was left behind by a process that ended. */
const arrivalLifeMs = 3_600_000;
const mostAtOnce = 50;

/** Deletes what nobody sent within a day, what was deleted or erased, and what never arrived whole. */
export function startUploadSweeper() {
  let arrivalsDue = 0;
  const restUntil = new Map<string, number>();
  const look = async (goesOn: () => boolean) => {
    if (Date.now() >= arrivalsDue) {
      await sweepArrivals();
      arrivalsDue = Date.now() + arrivalsEveryMs;
    }
    for (const [id, until] of restUntil) if (until <= Date.now()) restUntil.delete(id);
    for (const id of await listDue([...restUntil.keys()])) {
      if (!goesOn()) break;
      try {
        // The file goes first: without its row nobody would find it again.
        await openStorage().remove(id);
        await write((tx) => tx.deleteFrom("uploads").where("id", "=", id).execute());
      } catch (error) {
        log().warn({ err: error, uploadId: id }, "A file could not be deleted; it is tried again");
        restUntil.set(id, Date.now() + restMs);
      }
    }
    return everyMs;
  };
  return startLoop(
    look,
    (error) => log().error({ err: error }, "Sweeping uploads failed; it tries again"),
    everyMs,
  );
}

/** What people or an erasure let go has the time 0, and is due at once. */
async function listDue(except: string[]) {
  const rows = await db()
    .selectFrom("uploads")
    .select("id")
    .where("delete_after", "<=", Date.now() - graceMs)
    .where("id", "not in", [...except, ""])
    .orderBy("delete_after")
    .limit(mostAtOnce)
    .execute();
  return rows.map((row) => row.id);
}

async function sweepArrivals() {
  const directory = arrivals();
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  for (const name of names) {
    const path = join(/* turbopackIgnore: true */ directory, name);
    const found = await stat(path).catch(() => undefined);
    if (found && found.mtimeMs < Date.now() - arrivalLifeMs) await rm(path, { force: true });
  }
}

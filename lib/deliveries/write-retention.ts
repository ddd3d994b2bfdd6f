import type { Tx } from "@/lib/db/open";
import { db, write } from "@/lib/db/store";

/** So many rows in one go: the writer isn't held for long. */
const slice = 500;
const watermark = "deliveries_kept_from";
/** How long what was posted to projects that nobody has here may fill rows. */
const strangersMs = 24 * 60 * 60_000;

type Place = { at: number; id: string };

/**
 * Takes headers and bodies from what came before `keptFrom`; the rows stay, since their keys tell a repeat. What an
 * earlier time has done isn't looked at again. True when nothing is left.
 */
export async function forgetBodies(keptFrom: number, goesOn: () => boolean): Promise<boolean> {
  const done = await readWatermark();
  if (done >= keptFrom) return true;
  const projects = await db().selectFrom("projects").select("id").execute();
  for (const { id } of projects) {
    let after: Place | undefined = { at: done, id: "" };
    while (after) {
      if (!goesOn()) return false;
      after = await forgetSlice(id, after, keptFrom);
      // SQLite answers nobody else while it works.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  await saveWatermark(keptFrom);
  return true;
}

/** Where the next slice begins. */
async function forgetSlice(projectId: string, after: Place, keptFrom: number) {
  const rows = await db()
    .selectFrom("deliveries")
    .select(["id", "received_at as at"])
    .where("project_id", "=", projectId)
    .where((eb) => eb(eb.refTuple("received_at", "id"), ">", eb.tuple(after.at, after.id)))
    .where("received_at", "<", keptFrom)
    .orderBy("received_at")
    .orderBy("id")
    .limit(slice)
    .execute();
  if (rows.length > 0)
    await write((tx) =>
      tx
        .updateTable("deliveries")
        .set({ headers: null, body: null })
        .where(
          "id",
          "in",
          rows.map(({ id }) => id),
        )
        .execute(),
    );
  return rows.length < slice ? undefined : rows.at(-1);
}

async function readWatermark(): Promise<number> {
  const row = await db()
    .selectFrom("meta")
    .select("value")
    .where("key", "=", watermark)
    .executeTakeFirst();
  return Number(row?.value ?? 0);
}

const saveWatermark = (at: number) =>
  write((tx) =>
    tx
      .insertInto("meta")
      .values({ key: watermark, value: String(at) })
      .onConflict((conflict) => conflict.column("key").doUpdateSet({ value: String(at) }))
      .execute(),
  );

/** What was refused before then, and strangers' after a day; true when nothing is left. */
export async function forgetRefusals(keptFrom: number): Promise<boolean> {
  const strangersFrom = Math.max(keptFrom, Date.now() - strangersMs);
  const rows = await db()
    .selectFrom("refusals")
    .select("id")
    .where("last_at", "<", strangersFrom)
    .where((eb) => eb.or([eb("project_id", "is", null), eb("last_at", "<", keptFrom)]))
    .limit(slice)
    .execute();
  if (rows.length > 0)
    await write((tx: Tx) =>
      tx
        .deleteFrom("refusals")
        .where(
          "id",
          "in",
          rows.map(({ id }) => id),
        )
        .execute(),
    );
  return rows.length < slice;
}

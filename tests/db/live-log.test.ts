import { expect, test } from "vitest";
import { openStore } from "@/lib/db/open";
import { db, installStore, store, write } from "@/lib/db/store";
import { Hub, type Viewer } from "@/lib/live/hub";
import { lastSeq, livePosition, readLog, resolvePosition, trimLog } from "@/lib/live/read";
import { appendLive } from "@/lib/live/write";
import { admin } from "../support/records.ts";
import { newPlace, onEachEngine } from "../support/stores.ts";

const append = (count: number, at = Date.now()) =>
  write((tx) =>
    appendLive(
      tx,
      Array.from({ length: count }, () => ({ kind: "project", project_id: "p1" })),
      at,
    ),
  );
const day = 86_400_000;

/** A viewer that keeps what it is sent. */
function audience(): Viewer & { text: string } {
  const viewer = {
    text: "",
    scope: admin(),
    catchingUp: false,
    seq: 0,
    send: (chunk: Uint8Array) => {
      viewer.text += Buffer.from(chunk).toString();
    },
    recheck: () => {},
    sweep: () => {},
    close: () => {},
  };
  return viewer;
}

onEachEngine((_place, engine) => {
  test("the log is read in order, in pages, after a position", async () => {
    await append(5);
    const all = await readLog(0, 100);
    expect(all).toHaveLength(5);
    const seqs = all.map((row) => row.seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    expect((await readLog(seqs[1]!, 2)).map((row) => row.seq)).toEqual(seqs.slice(2, 4));
    expect(await lastSeq()).toBe(seqs[4]);
  });

  test("a change that is undone leaves nothing in the log", async () => {
    const failing = write(async (tx) => {
      await appendLive(tx, [{ kind: "project", project_id: "p1" }]);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await readLog(0, 10)).toEqual([]);
  });

  test("the log keeps a day, and its last row for ever", async () => {
    const now = Date.now();
    await append(3, now - day - 1_000);
    await append(2, now - day + 60_000);
    await trimLog(now);
    expect(await readLog(0, 10)).toHaveLength(2);
    const last = await lastSeq();
    await trimLog(now + 10 * day);
    expect((await readLog(0, 10)).map((row) => row.seq)).toEqual([last]);
    await append(1);
    expect(await lastSeq()).toBeGreaterThan(last);
  });

  test("the log keeps 100,000 rows", async () => {
    for (let n = 0; n < 25; n += 1) await append(4_010);
    await trimLog(Date.now());
    const first = (await readLog(0, 1))[0]!.seq;
    expect((await lastSeq()) - first + 1).toBe(100_000);
  }, 30_000);

  test("a position is good while everything after it is still there", async () => {
    const { epoch } = store();
    expect(await resolvePosition(await livePosition())).toBe(0);
    await append(5, Date.now() - 2 * day);
    await append(3);
    const [first] = await readLog(0, 1);
    const last = await lastSeq();
    expect(await resolvePosition(`${epoch}:0`)).toBe(0);
    await trimLog(Date.now());
    const kept = last - 3;
    expect(first!.seq).toBeLessThan(kept);
    expect(await resolvePosition(`${epoch}:${kept}`)).toBe(kept);
    expect(await resolvePosition(`${epoch}:${kept - 1}`)).toBeNull();
    expect(await resolvePosition(`${epoch}:${last}`)).toBe(last);
    for (const bad of [
      `${epoch}:${last + 1}`,
      `x${epoch}:${last}`,
      `${epoch}:-1`,
      `${epoch}:1e3`,
      `${epoch}:`,
      `${epoch}:99999999999999999999`,
      "",
      ":",
      "1",
    ]) {
      expect(await resolvePosition(bad), bad).toBeNull();
    }
  });

  test("a hub that can't read its rows once sends them at the next look", async () => {
    let failures = 1;
    const hub = new Hub(store(), async () => {
      if (failures-- > 0) throw new Error("The database was away.");
      return new Map();
    });
    await hub.start();
    const viewer = audience();
    hub.viewers.add(viewer);
    await append(1);
    await expect.poll(() => viewer.text, { timeout: 5_000 }).toContain("event: change");
    expect(failures).toBeLessThan(1);
    await hub.stop();
  });

  test("what is written in another process is heard of", async () => {
    if (engine === "sqlite") return;
    const hub = new Hub(store(), () => Promise.resolve(new Map()));
    await hub.start();
    const viewer = audience();
    hub.viewers.add(viewer);
    const here = store();
    const there = await openStore(_place());
    installStore(there);
    await append(1);
    await db().selectFrom("live_events").select("seq").execute();
    installStore(here);
    await expect.poll(() => viewer.text, { timeout: 5_000 }).toContain("event: change");
    await there.close();
    await hub.stop();
  });
});

test("on PostgreSQL, writers of two pools get their places in the order of their commits", async () => {
  const where = await newPlace("postgres");
  const stores = await Promise.all([openStore(where), openStore(where)]);
  const seen: number[] = [];
  const state = { writing: true };
  const reader = (async () => {
    while (state.writing) {
      const rows = await stores[0]!.db
        .selectFrom("live_events")
        .select("seq")
        .where("seq", ">", seen.at(-1) ?? 0)
        .orderBy("seq")
        .execute();
      seen.push(...rows.map((row) => row.seq));
    }
  })();
  const writers = stores.map(async ({ db: own, engine }) => {
    const one = () =>
      own.transaction().execute(async (tx) => {
        await engine.lockWriter(tx);
        await appendLive(tx, [{ kind: "project" }, { kind: "project" }]);
      });
    for (let n = 0; n < 20; n += 1) await Promise.all([one(), one(), one()]);
  });
  await Promise.all(writers);
  state.writing = false;
  await reader;
  const rows = await stores[1]!.db.selectFrom("live_events").select("seq").orderBy("seq").execute();
  const missed = rows
    .map((row) => row.seq)
    .filter((seq) => seq <= seen.at(-1)! && !seen.includes(seq));
  expect(rows).toHaveLength(240);
  expect(missed).toEqual([]);
  await Promise.all(stores.map((each) => each.close()));
});

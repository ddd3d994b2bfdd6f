import { afterEach, expect, test, vi } from "vitest";
import { db, write } from "@/lib/db/store";
import { deliveryParams } from "@/lib/deliveries/input";
import { getDelivery, listDeliveries } from "@/lib/deliveries/read";
import { listAlarms } from "@/lib/deliveries/read-alarms";
import type { Delivery } from "@/lib/deliveries/schema";
import { replayDelivery } from "@/lib/deliveries/write";
import { forgetBodies, forgetRefusals } from "@/lib/deliveries/write-retention";
import { takeTallies } from "@/lib/webhooks/refusal-tally";
import { storeDeliveries } from "@/lib/webhooks/write";
import { writeRefusals } from "@/lib/webhooks/write-refusals";
import { closePayload, messagePayload, startPayload } from "../support/payloads.ts";
import {
  admin,
  agentOf,
  deliver,
  delivery,
  findByJelouId,
  insertProject,
  insertUser,
} from "../support/records.ts";
import { refuse } from "../support/refuse.ts";
import { onEachEngine } from "../support/stores.ts";

const day = 86_400_000;
const hour = 3_600_000;
const list = (params: Record<string, string | number> = {}) =>
  listDeliveries(admin(), deliveryParams.parse(params));
const idsOf = async (params: Record<string, string | number> = {}) =>
  (await list(params)).items.map((item) => item.id);

const deliverAt = (payload: Parameters<typeof delivery>[0], receivedAt: number) =>
  write((tx) => storeDeliveries(tx, [delivery(payload, receivedAt)]));

afterEach(() => {
  vi.useRealTimers();
  takeTallies();
});

onEachEngine(() => {
  test("repeats within a batch and over batches are counted where they belong", async () => {
    for (const id of ["p1", "p2"]) await insertProject(id);
    const [a, b] = ["a", "b"].map((id) => messagePayload({ id }));
    const other = messagePayload({ id: "a", body: "otro" });
    const far = messagePayload({ id: "a", project: "p2" });
    await deliver(a!, a!, b!, a!, far, other, other);
    await deliver(a!, b!, other, far, far);
    const rows = await db().selectFrom("deliveries").select(["verdict", "repeats"]).execute();
    const counts = rows.map((row) => `${row.verdict} ${row.repeats}`).toSorted();
    expect(counts).toEqual(["quarantined 2", "stored 1", "stored 2", "stored 3"]);
    expect((await list({ verdict: "duplicate" })).items).toHaveLength(4);
  });

  test("each filter and search finds its own, in pages, refused ones among them", async () => {
    for (const id of ["p1", "p2"]) await insertProject(id);
    const now = Date.now();
    for (let n = 0; n < 12; n += 1)
      await deliverAt(
        messagePayload({ id: `m${n}`, conversation: `c${n % 2}`, contact: `u${n % 3}` }),
        now - n * hour,
      );
    await deliverAt(startPayload({ project: "p2", conversation: "c9" }), now - 90);
    await deliverAt(Buffer.from('{"event":"rated","contact":{"id":"u9"}}'), now - 80);
    refuse("p1", "p1");
    refuse("nobody");
    await writeRefusals();
    const count = async (params: Record<string, string | number>) => (await idsOf(params)).length;
    expect(await count({})).toBe(16);
    expect(await count({ project: "p1" })).toBe(14);
    expect(await count({ project: "p2" })).toBe(1);
    expect(await count({ verdict: "stored" })).toBe(13);
    expect(await count({ verdict: "quarantined" })).toBe(1);
    expect(await count({ verdict: "refused" })).toBe(2);
    expect(await count({ verdict: "refused", project: "p1" })).toBe(1);
    expect(await count({ verdict: "duplicate" })).toBe(0);
    expect(await count({ kind: "start" })).toBe(1);
    expect(await count({ kind: "rated" })).toBe(1);
    expect(await count({ q: "c1" })).toBe(6);
    expect(await count({ q: "u2" })).toBe(4);
    expect(await count({ q: "u9" })).toBe(1);
    expect(await count({ q: "m7" })).toBe(1);
    expect(await count({ q: "c1", verdict: "quarantined" })).toBe(0);
    expect(await count({ from: now - 3 * hour, to: now - hour })).toBe(2);
    const paged: Delivery[] = [];
    let cursor: string | null = null;
    do {
      const page = await list({ limit: 3, ...(cursor === null ? {} : { cursor }) });
      paged.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(paged.map((item) => item.id)).toEqual(await idsOf());
    const times = paged.map((item) => item.at);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  test("a repeat of what couldn't be read takes its place once it can be", async () => {
    const project = await insertProject("p1");
    const payload = startPayload({ project: "theirs" });
    const raw = Buffer.from(JSON.stringify(payload));
    expect(await deliver(raw, raw)).toEqual(["quarantined", "duplicate"]);
    const readable = { ...delivery(payload), scope: delivery(raw).scope };
    const store = () => write((tx) => storeDeliveries(tx, [readable, readable]));
    expect(await store()).toEqual(["stored", "duplicate"]);
    expect((await list()).items).toMatchObject([
      { verdict: "stored", kind: "start", projectId: project, repeats: 3, reason: null },
    ]);
    expect((await findByJelouId("c1")).revision).toBe(1);
  });

  test("replayed in any order the outcome is that of an order without faults", async () => {
    await insertUser("admin", "admin");
    const outcomes = new Set<string>();
    for (const [index, order] of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ].entries()) {
      const id = await insertProject(`p${index + 1}`);
      const ids = { project: "right", conversation: `c-${id}`, contact: `u-${id}` };
      const at = 1_776_000_000_000;
      const payloads = [
        startPayload({ ...ids, at }),
        messagePayload({ ...ids, at: at + 1_000, id: "m" }),
        closePayload({ ...ids, at: at + 2_000 }),
      ];
      for (const [place, payload] of payloads.entries()) {
        const raw = Buffer.from(JSON.stringify(payload));
        const { scope } = delivery(startPayload({ project: id }));
        const aside = { ...delivery(raw), scope, receivedAt: at + 10_000 + place };
        await write((tx) => storeDeliveries(tx, [aside]));
      }
      const aside = (await idsOf({ project: id, verdict: "quarantined" })).toReversed();
      const renamed = db().updateTable("projects").where("id", "=", id);
      await renamed.set({ jelou_project_id: "right" }).execute();
      for (const place of order) await replayDelivery(admin(), aside[place]!);
      const row = await findByJelouId(ids.conversation);
      const { status, opened_at, activity_at, closed_at, in_count, updated_at } = row;
      outcomes.add(
        JSON.stringify({ status, opened_at, activity_at, closed_at, in_count, updated_at }),
      );
      await renamed.set({ jelou_project_id: id }).execute();
    }
    expect([...outcomes]).toHaveLength(1);
    expect(JSON.parse([...outcomes][0]!)).toMatchObject({ status: "closed", in_count: 1 });
  });

  test("bodies and headers go when their time is over, in slices; the key stays and tells a repeat", async () => {
    await insertProject("p1");
    const now = Date.now();
    const old = messagePayload({ id: "old" });
    await deliverAt(old, now - 31 * day);
    for (let n = 0; n < 1_200; n += 400)
      await write((tx) =>
        storeDeliveries(
          tx,
          Array.from({ length: 400 }, (_, m) =>
            delivery(messagePayload({ id: `m${n + m}` }), now - 40 * day),
          ),
        ),
      );
    await deliverAt(messagePayload({ id: "new" }), now - 29 * day);
    expect(await forgetBodies(now - 30 * day, () => false)).toBe(false);
    expect(await forgetBodies(now - 30 * day, () => true)).toBe(true);
    const kept = await db()
      .selectFrom("deliveries")
      .select("jelou_message_id")
      .where("body", "is not", null)
      .execute();
    expect(kept.map((row) => row.jelou_message_id)).toEqual(["new"]);
    const [, item] = (await list({ limit: 2 })).items;
    expect(await getDelivery(admin(), item!.id)).toMatchObject({ body: null, headers: null });
    expect(await deliverAt(old, now)).toEqual(["duplicate"]);

    const aside = Buffer.from("[]");
    await deliverAt(aside, now - 2 * day);
    const [id] = await idsOf({ verdict: "quarantined" });
    await forgetBodies(now - day, () => true);
    await expect(replayDelivery(admin(), id!)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("no longer kept"),
    });
    expect(await getDelivery(admin(), id!)).toMatchObject({ obstacle: "no_body" });

    refuse("p1", "p1");
    await writeRefusals();
    expect(await forgetRefusals(now)).toBe(true);
    expect(await idsOf({ verdict: "refused" })).toHaveLength(1);
    expect(await forgetRefusals(Date.now() + 1)).toBe(true);
    expect(await idsOf({ verdict: "refused" })).toEqual([]);
  });

  test("alarms tell of a silence, of signatures and of closes, and of nothing that is usual", async () => {
    for (const id of ["p1", "p2", "p3"]) await insertProject(id);
    const now = Date.now();
    const busy = async (project: string, from: number, count: number) => {
      const rows = Array.from({ length: count }, (_, n) =>
        delivery(messagePayload({ project }), from + n * 1_000),
      );
      await write((tx) => storeDeliveries(tx, rows));
    };
    for (const weeks of [1, 2]) {
      await busy("p1", now - weeks * 7 * day - hour, 40);
      await busy("p2", now - weeks * 7 * day - hour, weeks === 1 ? 40 : 5);
    }
    for (const project of ["p1", "p2"]) {
      await busy(project, now - 15 * day, 1);
      await busy(project, now - 2 * hour, 1);
    }
    await busy("p3", now - 60_000, 1);
    expect(await listAlarms(admin())).toEqual([
      { kind: "silent", projectId: "p1", projectName: "p1", since: now - 2 * hour, usual: 40 },
    ]);
    await busy("p1", now, 1);
    refuse("p3", "p3");
    await writeRefusals();
    expect(await listAlarms(admin())).toMatchObject([
      { kind: "signatures", projectId: "p3", count: 1, reason: "signature", proven: false },
    ]);
    await busy("p3", Date.now() + 1, 1);
    expect(await listAlarms(admin())).toMatchObject([{ projectId: "p3", proven: true }]);
    await db().deleteFrom("refusals").execute();
    const { id: conversation } = await findByJelouId("c1");
    const close = (n: number, state: "refused" | "confirmed") =>
      db()
        .insertInto("closes")
        .values({
          id: `close-${n}`,
          project_id: "p2",
          conversation_id: conversation,
          state,
          active: 0,
          requested_by: "admin",
          requested_at: now - 10_000 + n,
          as_of: 0,
          due_at: 0,
          attempts: 1,
          round_attempts: 1,
          had_unknown: 0,
          last_error: '{"code":"unauthorized","message":""}',
          settled_at: now - 5_000 + n,
        })
        .execute();
    await close(1, "refused");
    await close(2, "refused");
    expect(await listAlarms(admin())).toEqual([]);
    await close(3, "refused");
    expect(await listAlarms(admin())).toMatchObject([
      { kind: "closes", projectId: "p2", count: 3, code: "unauthorized" },
    ]);
    await close(4, "confirmed");
    expect(await listAlarms(admin())).toEqual([]);
  });

  test("nobody but an admin reads, whatever projects he has", async () => {
    await insertProject("p1");
    await deliver(messagePayload());
    const [id = ""] = await idsOf();
    const forbidden = { code: "forbidden" };
    const mine = agentOf("p1");
    const attempts: (() => Promise<unknown>)[] = [
      () => listDeliveries(mine, deliveryParams.parse({})),
      () => getDelivery(mine, id),
      () => replayDelivery(mine, id),
      () => listAlarms(mine),
    ];
    for (const attempt of attempts)
      await expect(attempt(), String(attempt)).rejects.toMatchObject(forbidden);
  });
});

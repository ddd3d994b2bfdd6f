import { sql } from "kysely";
import { expect, test } from "vitest";
import { db, write } from "@/lib/db/store";
import { storeDelivery } from "@/lib/webhooks/batch";
import { storeDeliveries } from "@/lib/webhooks/write";
import { messagePayload, startPayload } from "../support/payloads.ts";
import { deliver, delivery, findByJelouId, insertProject } from "../support/records.ts";
import { onEachEngine } from "../support/stores.ts";

const count = async (table: "deliveries" | "messages" | "live_events" | "conversations") =>
  (await db().selectFrom(table).selectAll().execute()).length;

onEachEngine((_place, engine) => {
  test("a repeat in one batch, or in a later one, is a duplicate and changes nothing", async () => {
    const message = messagePayload({ id: "m1" });
    const start = startPayload();
    expect(await deliver(start, message, message, start)).toEqual([
      "stored",
      "stored",
      "duplicate",
      "duplicate",
    ]);
    const before = await findByJelouId("c1");
    expect(await deliver(message, start)).toEqual(["duplicate", "duplicate"]);
    expect(await findByJelouId("c1")).toEqual(before);
    expect([
      await count("deliveries"),
      await count("messages"),
      await count("live_events"),
    ]).toEqual([2, 1, 2]);
  });

  test("one message in other bytes is the same message", async () => {
    const payload = messagePayload({ id: "m1" });
    const pretty = Buffer.from(JSON.stringify({ extra: 1, ...payload }, null, 2));
    expect(await deliver(payload, pretty)).toEqual(["stored", "duplicate"]);
  });

  test("the same key with other content is put aside, in one batch and across batches", async () => {
    const [first, other] = ["uno", "dos"].map((body) => messagePayload({ id: "m1", body }));
    expect(await deliver(first!, other!)).toEqual(["stored", "quarantined"]);
    expect(await deliver(other!)).toEqual(["quarantined"]);
    expect(await deliver(first!)).toEqual(["duplicate"]);
    const rows = await db().selectFrom("deliveries").selectAll().orderBy("received_at").execute();
    expect(rows.map((row) => row.verdict).toSorted()).toEqual(["quarantined", "stored"]);
    const aside = rows.find((row) => row.verdict === "quarantined");
    expect(aside?.reason).toContain("other content");
    expect(JSON.parse(aside?.body ?? "")).toEqual(other);
    const messages = await db().selectFrom("messages").select("content").execute();
    expect(messages).toEqual([{ content: '{"body":"uno"}' }]);
  });

  test("the same message id in another conversation or project is another message", async () => {
    await insertProject("p2");
    const parts = [{}, { conversation: "c2" }, { project: "p2" }];
    const verdicts = await deliver(...parts.map((part) => messagePayload({ id: "m1", ...part })));
    expect(verdicts).toEqual(["stored", "stored", "stored"]);
    expect([await count("messages"), await count("conversations")]).toEqual([3, 3]);
  });

  test("an unreadable one among others is kept aside with its bytes", async () => {
    const bytes = Buffer.from([0xff, 0x00, 0x7b]);
    expect(await deliver(startPayload(), bytes, messagePayload())).toEqual([
      "stored",
      "quarantined",
      "stored",
    ]);
    const aside = await db()
      .selectFrom("deliveries")
      .selectAll()
      .where("verdict", "=", "quarantined")
      .executeTakeFirstOrThrow();
    expect(aside.body_encoding).toBe("base64");
    expect(Buffer.from(aside.body ?? "", "base64")).toEqual(bytes);
  });

  test("one that the database refuses doesn't take those of its batch with it", async () => {
    const good = Array.from({ length: 20 }, (_, n) => messagePayload({ id: `m${n}` }));
    const poison = delivery(messagePayload({ id: "poison" }));
    await forbid(engine, "m-poison");
    poison.reading.dedupeKey = "m-poison";
    const stored = good.map((payload) => storeDelivery(delivery(payload)));
    const refused = storeDelivery(poison);
    await expect(refused).rejects.toThrow();
    expect(await Promise.all(stored)).toEqual(Array(20).fill("stored"));
    expect((await findByJelouId("c1")).in_count).toBe(20);
    expect(await storeDelivery(delivery(messagePayload({ id: "later" })))).toBe("stored");
  });

  test("a batch is all or nothing", async () => {
    const failing = write(async (tx) => {
      await storeDeliveries(tx, [delivery(startPayload())]);
      throw new Error("The power goes.");
    });
    await expect(failing).rejects.toThrow("The power goes.");
    expect([
      await count("deliveries"),
      await count("conversations"),
      await count("live_events"),
    ]).toEqual([0, 0, 0]);
  });

  test("three hundred at once share few commits, and each gets its own verdict", async () => {
    const payloads = Array.from({ length: 300 }, (_, n) => messagePayload({ id: `m${n % 100}` }));
    const verdicts = await Promise.all(payloads.map((payload) => storeDelivery(delivery(payload))));
    expect(verdicts.slice(0, 100)).toEqual(Array(100).fill("stored"));
    expect(verdicts.slice(100)).toEqual(Array(200).fill("duplicate"));
    expect(await count("messages")).toBe(100);
  });
});

/** Makes the database itself refuse one delivery, as it would one that we didn't foresee. */
async function forbid(engine: string, key: string) {
  if (engine === "sqlite") {
    await sql`create trigger poison before insert on deliveries when new.dedupe_key = ${sql.lit(key)}
      begin select raise(abort, 'poison'); end`.execute(db());
  } else {
    await sql`alter table deliveries add constraint poison check (dedupe_key <> ${sql.lit(key)})`.execute(
      db(),
    );
  }
}

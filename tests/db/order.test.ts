import fc from "fast-check";
import { expect, test } from "vitest";
import { db } from "@/lib/db/store";
import { closePayload, messagePayload, startPayload } from "../support/payloads.ts";
import { permutations } from "../support/permutations.ts";
import { deliver, findByJelouId } from "../support/records.ts";
import { onEachEngine } from "../support/stores.ts";

const base = Date.now() - 600_000;
type Payload = { project_id: string };

const story = (conversation: string, contact = "u1"): Payload[] => [
  startPayload({ conversation, contact, at: base, value: { initialMessage: "Hola" } }),
  messagePayload({ conversation, contact, at: base + 1_000, id: "m1", body: "uno", name: "Ana" }),
  messagePayload({
    conversation,
    contact,
    at: base + 2_000,
    id: "m2",
    body: "dos",
    name: "Ana P.",
  }),
  closePayload({ conversation, contact, at: base + 3_000 }),
  messagePayload({ conversation, contact, at: base + 4_000, id: "m3", body: "tres" }),
];

/** All that can be told of a conversation, without what differs by design: ids, arrival, how often it was written. */
async function stateOf(jelouId: string) {
  const { n, id, jelou_id, updated_at, revision, ...facts } = await findByJelouId(jelouId);
  const messages = await db()
    .selectFrom("messages")
    .select(["jelou_message_id", "content", "at", "sort_at", "direction", "type"])
    .where("conversation_id", "=", id)
    .orderBy("sort_at")
    .execute();
  return { facts, messages };
}

onEachEngine(() => {
  test("all 120 orders of five events give one state", async () => {
    await deliver(...story("whole"));
    const expected = await stateOf("whole");
    expect(expected.facts).toMatchObject({ status: "closed", bucket: "after", in_count: 3 });
    const orders = permutations([0, 1, 2, 3, 4]);
    for (const [index, order] of orders.entries()) {
      const events = story(`c${index}`);
      await deliver(...order.map((at) => events[at]!));
      expect(await stateOf(`c${index}`), `order ${order}`).toEqual(expected);
    }
  });

  test("any order, in batches of any size, with repeats, gives the same state", async () => {
    await deliver(...story("whole"));
    const expected = await stateOf("whole");
    let runs = 0;
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 3], { minLength: 11 });
    const sizes = fc.infiniteStream(fc.integer({ min: 1, max: 4 }));
    await fc.assert(
      fc.asyncProperty(order, sizes, async (indexes, size) => {
        runs += 1;
        const events = story(`r${runs}`);
        const queue = indexes.map((at) => events[at]!);
        while (queue.length > 0) await deliver(...queue.splice(0, size.next().value));
        expect(await stateOf(`r${runs}`)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  test("a message makes the conversation whose start was missed", async () => {
    await deliver(messagePayload({ at: base }));
    expect(await findByJelouId("c1")).toMatchObject({
      status: "open",
      contact_id: "u1",
      contact_name: "Ana Paz",
      opened_at: base,
      started_at: null,
      waiting_since: base,
    });
  });

  test("a message later than the close doesn't reopen, but says so; an earlier one doesn't", async () => {
    await deliver(startPayload({ at: base }), closePayload({ at: base + 2_000 }));
    await deliver(messagePayload({ at: base + 1_000 }));
    expect(await findByJelouId("c1")).toMatchObject({ status: "closed", bucket: "closed" });
    await deliver(messagePayload({ at: base + 3_000 }));
    expect(await findByJelouId("c1")).toMatchObject({ status: "closed", bucket: "after" });
  });

  test("a later start reopens, a later close closes again, and an old close that comes late does nothing", async () => {
    await deliver(startPayload({ at: base }), closePayload({ at: base + 1_000 }));
    await deliver(startPayload({ at: base + 2_000 }));
    expect(await findByJelouId("c1")).toMatchObject({ status: "open", closed_at: null });
    await deliver(closePayload({ at: base + 1_500 }));
    expect(await findByJelouId("c1")).toMatchObject({ status: "open" });
    await deliver(closePayload({ at: base + 3_000 }));
    expect(await findByJelouId("c1")).toMatchObject({ status: "closed", closed_at: base + 3_000 });
  });

  test("waiting since the first message without a close since", async () => {
    const waiting = async () => (await findByJelouId("c1")).waiting_since;
    await deliver(messagePayload({ at: base + 2_000 }));
    await deliver(messagePayload({ at: base + 1_000 }));
    expect(await waiting()).toBe(base + 1_000);
    await deliver(closePayload({ at: base + 1_500 }));
    expect(await waiting()).toBe(base + 2_000);
    await deliver(closePayload({ at: base + 3_000 }));
    expect(await waiting()).toBeNull();
    await deliver(messagePayload({ at: base + 2_500 }));
    expect(await waiting()).toBeNull();
  });

  test("a date in the year 3000 doesn't stay on top", async () => {
    const late = Date.UTC(3000, 0, 1);
    await deliver(messagePayload({ conversation: "late", at: late }));
    const row = await findByJelouId("late");
    const limit = Date.now() + 5 * 60_000;
    for (const at of [row.activity_at, row.opened_at, row.waiting_sort, row.waiting_since]) {
      expect(at).toBeLessThanOrEqual(limit);
      expect(at).toBeGreaterThan(limit - 60_000);
    }
    expect(JSON.parse(row.last_message ?? "").at).toBeLessThanOrEqual(limit);
  });
});

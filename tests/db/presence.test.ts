import fc from "fast-check";
import { expect, test } from "vitest";
import type { Scope } from "@/lib/auth/scope";
import { mintScope } from "@/lib/auth/scope";
import { db } from "@/lib/db/store";
import { listPresent } from "@/lib/presence/read";
import { announce, endLeases } from "@/lib/presence/write";
import { startPayload } from "../support/payloads.ts";
import { deliver, findByJelouId, insertProject, insertUser } from "../support/records.ts";
import { onEachEngine } from "../support/stores.ts";

const names = ["ana", "beto", "caro"] as const;
type Name = (typeof names)[number];

async function openRoom() {
  await insertProject("p1");
  await deliver(startPayload());
  const scopes = {} as Record<Name, Scope>;
  for (const name of names) {
    await insertUser(name);
    await signIn(name);
    scopes[name] = mintScope(name, "agent", ["p1"]);
  }
  const { id } = await findByJelouId("c1");
  return { id, scopes };
}

const signIn = (user_id: string) =>
  db()
    .insertInto("sessions")
    .values({ id: `session-of-${user_id}`, user_id, created_at: 0, expires_at: 2 ** 50 })
    .execute();

const letLapse = (name: Name) =>
  db().updateTable("presence").set({ expires_at: 1 }).where("user_id", "=", name).execute();

const countEvents = async () =>
  (await db().selectFrom("live_events").select("seq").where("kind", "=", "presence").execute())
    .length;

const step = fc.record({
  name: fc.constantFrom(...names),
  does: fc.constantFrom("viewing", "typing", "gone", "lapse", "sweep"),
});

onEachEngine(() => {
  test("after any steps of three people the right ones are there, and just the changes were told", async () => {
    const { id, scopes } = await openRoom();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        await db().deleteFrom("presence").execute();
        await db().deleteFrom("live_events").execute();
        // What others see of each; of one who has lapsed nothing, though that is still to be told.
        const there = new Map<Name, { state: string; lapsed: boolean }>();
        let told = 0;
        for (const { name, does } of steps) {
          const known = there.get(name);
          if (does === "lapse") {
            await letLapse(name);
            if (known) known.lapsed = true;
          } else if (does === "sweep") {
            await endLeases();
            for (const [each, { lapsed }] of there) {
              if (!lapsed) continue;
              there.delete(each);
              told += 1;
            }
          } else if (does === "gone") {
            await announce(scopes[name], id, does);
            if (there.delete(name)) told += 1;
          } else {
            await announce(scopes[name], id, does);
            if (known?.state !== does || known.lapsed) told += 1;
            there.set(name, { state: does, lapsed: false });
          }
          const seen = [...there].flatMap(([who, { state, lapsed }]) =>
            lapsed ? [] : [`${who} ${state}`],
          );
          const present = await listPresent(scopes.ana, id);
          expect(present.map(({ user, state }) => `${user.id} ${state}`)).toEqual(seen.toSorted());
          expect(await countEvents()).toBe(told);
        }
      }),
      { numRuns: 25 },
    );
  });

  test("of twenty requests of one person at once one is told", async () => {
    const { id, scopes } = await openRoom();
    for (const [index, state] of (["viewing", "typing", "gone"] as const).entries()) {
      await Promise.all(Array.from({ length: 20 }, () => announce(scopes.ana, id, state)));
      expect(await countEvents()).toBe(index + 1);
    }
  });

  test("however many look for what has run out, each is told once", async () => {
    const { id, scopes } = await openRoom();
    for (const name of names) await announce(scopes[name], id, "viewing");
    await letLapse("ana");
    await letLapse("beto");
    await Promise.all([1, 2, 3, 4].map(() => endLeases()));
    expect(await countEvents()).toBe(5);
    expect(await listPresent(scopes.ana, id)).toMatchObject([{ user: { id: "caro" } }]);
  });

  test("who has no session is gone, and the next to run out is known", async () => {
    const { id, scopes } = await openRoom();
    expect(await endLeases()).toBeUndefined();
    await announce(scopes.ana, id, "viewing");
    await announce(scopes.beto, id, "typing");
    await db().deleteFrom("sessions").where("user_id", "=", "ana").execute();
    const [, beto] = await listPresent(scopes.ana, id);
    expect(await endLeases()).toBe(beto?.expiresAt);
    expect(await listPresent(scopes.ana, id)).toEqual([beto]);
    await db()
      .updateTable("sessions")
      .set({ expires_at: Date.now() - 1 })
      .execute();
    expect(await endLeases()).toBeUndefined();
    expect(await countEvents()).toBe(4);
  });
});

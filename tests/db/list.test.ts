import fc from "fast-check";
import { expect, test } from "vitest";
import { listParams } from "@/lib/conversations/input";
import { countConversations, listConversations } from "@/lib/conversations/read-list";
import { sorts } from "@/lib/conversations/schema";
import { db } from "@/lib/db/store";
import { closePayload, messagePayload, startPayload } from "../support/payloads.ts";
import { admin, agentOf, deliver, insertProject } from "../support/records.ts";
import { onEachEngine } from "../support/stores.ts";

const base = Date.now() - 3_600_000;
const list = (query: Record<string, unknown>, scope = admin()) =>
  listConversations(scope, listParams.parse({ status: "all", ...query }));

const found = async (q: string) =>
  (await list({ q, limit: 100 })).items.map((item) => item.jelouConversationId).toSorted();

onEachEngine((place) => {
  test("pages of any size over any sort hold every row once, in order", async () => {
    await insertProject("p1");
    await insertProject("p2");
    const many = Array.from({ length: 60 }, (_, n) => {
      const parts = { project: n % 3 ? "p1" : "p2", conversation: `c${n}`, contact: `u${n}` };
      // Few times, so that many rows share one.
      const at = base + (n % 7) * 1_000;
      return n % 2 ? startPayload({ ...parts, at }) : messagePayload({ ...parts, at });
    });
    await deliver(...many);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...sorts),
        fc.integer({ min: 1, max: 25 }),
        async (sort, limit) => {
          const seen: { id: string; key: number }[] = [];
          let cursor: string | undefined;
          do {
            const page = await list({ sort, limit, cursor });
            for (const item of page.items) {
              const waiting = item.waitingSince ?? Number.MAX_SAFE_INTEGER;
              const key = { activity: -item.activityAt, waiting, opened: -item.openedAt }[sort];
              seen.push({ id: item.id, key });
            }
            cursor = page.nextCursor ?? undefined;
          } while (cursor);
          expect(new Set(seen.map((each) => each.id)).size).toBe(60);
          expect(seen).toHaveLength(60);
          expect(seen.map((each) => each.key)).toEqual(
            seen.map((each) => each.key).toSorted((a, b) => a - b),
          );
        },
      ),
      { numRuns: 15 },
    );
  });

  test("rows that change between two pages are neither lost nor stand in the way of others", async () => {
    await insertProject("p1");
    const change = fc.record({ index: fc.integer({ min: 0, max: 29 }), close: fc.boolean() });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...sorts),
        fc.array(fc.array(change, { maxLength: 4 }), { minLength: 8, maxLength: 8 }),
        async (sort, changes) => {
          run += 1;
          await db().deleteFrom("conversations").execute();
          const named = (n: number) => ({ conversation: `r${run}-${n}`, contact: `u${n}` });
          await deliver(
            ...Array.from({ length: 30 }, (_, n) =>
              messagePayload({ ...named(n), at: base + n * 1_000 }),
            ),
          );
          const touched = new Set<string>();
          const seen: string[] = [];
          let cursor: string | undefined;
          for (const step of changes) {
            const page = await list({ sort, limit: 4, cursor });
            seen.push(...page.items.map((item) => item.jelouConversationId));
            if (!page.nextCursor) break;
            cursor = page.nextCursor;
            for (const { index, close } of step) {
              const at = base + 600_000 + run * 100 + index;
              touched.add(named(index).conversation);
              await deliver(
                close
                  ? closePayload({ ...named(index), at })
                  : messagePayload({ ...named(index), at }),
              );
            }
          }
          const untouched = Array.from({ length: 30 }, (_, n) => named(n).conversation).filter(
            (name) => !touched.has(name),
          );
          expect(seen.filter((name) => !touched.has(name)).toSorted()).toEqual(
            untouched.toSorted(),
          );
        },
      ),
      { numRuns: 8 },
    );
  });

  test("a search finds parts of names without accents and case, and parts of numbers", async () => {
    await insertProject("p1");
    const people = [
      ["jose", "José  Ñandú Ibáñez", "593987654321"],
      ["percent", "100% _real_", "593911111111"],
      ["quote", `O'Brien "Bob"`, "593922222222"],
      ["backslash", "a\\b*c(d)", "593933333333"],
      ["german", "STRASSE ﬁn", "593944444444"],
      ["nameless", null, "593955554321"],
    ] as const;
    await deliver(
      ...people.map(([conversation, name, contact]) =>
        startPayload({ conversation, name, contact }),
      ),
    );
    for (const [q, names] of [
      ["jose nandu", ["jose"]],
      ["JOSÉ  ÑANDÚ", ["jose"]],
      ["bañez", ["jose"]],
      ["4321", ["jose", "nameless"]],
      ["593987654321", ["jose"]],
      ["%", ["percent"]],
      ["_", ["percent"]],
      ["0% _", ["percent"]],
      ["0%_", []],
      ["_real_", ["percent"]],
      ['"', ["quote"]],
      ['"bob"', ["quote"]],
      ["o'brien", ["quote"]],
      ["\\", ["backslash"]],
      ["a\\b*", ["backslash"]],
      ["(d)", ["backslash"]],
      ["fin", ["german"]],
      ["ib", ["jose"]],
      ["zzz", []],
      ["jose AND nandu", []],
      ["jose*", []],
    ] as const) {
      expect(await found(q), q).toEqual([...names].toSorted());
    }
    expect(await found("ñ")).toEqual(await found("n"));
    expect(await found("   ")).toHaveLength(6);
  });

  test("a search follows a name that changes", async () => {
    await insertProject("p1");
    await deliver(startPayload({ at: base, name: "Primera" }));
    await deliver(messagePayload({ at: base + 1_000, name: "Segunda" }));
    expect([await found("primera"), await found("segunda")]).toEqual([[], ["c1"]]);
  });

  test("a search that matches more than a thousand still pages through all", async () => {
    await insertProject("p1");
    await fill(1_100, "open");
    let cursor: string | undefined;
    let total = 0;
    do {
      const page = await list({ q: "cliente", limit: 100, cursor });
      total += page.items.length;
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(total).toBe(1_100);
  });

  test.each([999, 1_000, 1_001])(
    "of %d conversations the count is exact to 999, then 1000",
    async (size) => {
      await insertProject("p1");
      await insertProject("p2");
      await fill(size, "open");
      const counts = await countConversations(admin(), undefined);
      expect(counts).toMatchObject({ open: Math.min(size, 1_000), closing: 0, closed: 0 });
      await fill(2, "closed", "p2");
      expect(await countConversations(admin(), undefined)).toMatchObject({ closed: 2 });
      expect(await countConversations(agentOf("p2"), undefined)).toMatchObject({
        open: 0,
        closed: 2,
      });
    },
  );

  test("with more projects than one statement can join the list is still whole", async () => {
    for (let n = 0; n < 250; n += 1) await insertProject(`p${n}`);
    await deliver(
      ...Array.from({ length: 30 }, (_, n) =>
        startPayload({ project: `p${n * 8}`, conversation: `c${n}`, at: base + n }),
      ),
    );
    const page = await list({ limit: 30 });
    expect(page.items.map((item) => item.openedAt)).toEqual(
      Array.from({ length: 30 }, (_, n) => base + 29 - n),
    );
  });

  async function fill(size: number, bucket: "open" | "closed", project = "p1") {
    await deliver(startPayload({ project, conversation: "first", name: "Cliente", at: base }));
    const { n, ...model } = await db()
      .selectFrom("conversations")
      .selectAll()
      .where("project_id", "=", project)
      .executeTakeFirstOrThrow();
    const status = bucket;
    await db().updateTable("conversations").set({ bucket, status }).where("n", "=", n).execute();
    const rows = Array.from({ length: size - 1 }, (_, index) => {
      const id = `${project}-${index}`;
      return { ...model, id, jelou_id: id, bucket, status };
    });
    while (rows.length > 0)
      await place().store.db.insertInto("conversations").values(rows.splice(0, 200)).execute();
  }
});

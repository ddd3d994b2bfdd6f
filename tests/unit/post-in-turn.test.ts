import fc from "fast-check";
import { expect, test } from "vitest";
import { RequestError } from "@/lib/http/request-json";
import { inTurn, withPatience } from "@/lib/messages/post-in-turn";

test("what belongs together goes one after the other in its order, whatever takes how long or fails", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ key: fc.constantFrom("a", "b"), ticks: fc.nat(5), fails: fc.boolean() }),
      ),
      async (tasks) => {
        const begun: Record<string, number[]> = { a: [], b: [] };
        const busy = new Set<string>();
        const results = tasks.map(({ key, ticks, fails }, index) =>
          inTurn(key, async () => {
            expect(busy.has(key)).toBe(false);
            busy.add(key);
            begun[key]!.push(index);
            for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
            busy.delete(key);
            if (fails) throw new Error(String(index));
            return index;
          }),
        );
        const settled = await Promise.allSettled(results);
        for (const [index, { fails }] of tasks.entries())
          expect(settled[index]!.status).toBe(fails ? "rejected" : "fulfilled");
        for (const key of ["a", "b"])
          expect(begun[key]).toEqual(begun[key]!.toSorted((a, b) => a - b));
      },
    ),
  );
});

test("a desk that is away for a moment is asked again, one that says no isn't", async () => {
  let calls = 0;
  const answer = await withPatience(async () => {
    calls += 1;
    if (calls === 1) throw new RequestError("offline", "Away.");
    return "taken";
  });
  expect([answer, calls]).toEqual(["taken", 2]);
  const refused = withPatience(async () => {
    calls += 1;
    throw new RequestError("conflict", "No.");
  });
  await expect(refused).rejects.toMatchObject({ code: "conflict" });
  expect(calls).toBe(3);
});

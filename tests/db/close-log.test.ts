import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { logParams, summaryParams } from "@/lib/close-log/input";
import { listCloses, readWholeLog } from "@/lib/close-log/read";
import { summariseCloses } from "@/lib/close-log/read-summary";
import { closeStates } from "@/lib/conversations/schema";
import { db } from "@/lib/db/store";
import { closeRow, insertCloses, insertConversations, makeCurrent } from "../support/close-rows.ts";
import { admin, agentOf, insertUser } from "../support/records.ts";
import { onEachEngine } from "../support/stores.ts";

const minute = 60_000;
const _day = 24 * 60 * minute;
const base = Date.now() - 20 * minute;
const reasonNames = ["Resuelto", "Spam"];

const list = (query: Record<string, unknown> = {}, scope = admin()) =>
  listCloses(scope, logParams.parse(query));

const summarise = (query: Record<string, unknown> = {}, scope = admin()) =>
  summariseCloses(scope, summaryParams.parse(query));

async function readAll(query: Record<string, unknown>) {
  const items = [];
  let cursor: string | undefined;
  do {
    const page = await list({ ...query, cursor });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return items;
}

const projects = ["p1", "p2"];
const someClose = fc.record({
  project: fc.constantFrom(...projects),
  place: fc.constantFrom("open", "closed"),
  agent: fc.constantFrom("ana", "bruno", "desk"),
  reason: fc.constantFrom(null, ...reasonNames),
  state: fc.constantFrom(...closeStates),
  // Few times, so that many share one.
  at: fc.integer({ min: 0, max: 4 }).map((n) => base + n * minute),
  settledLongAgo: fc.boolean(),
  triedAgain: fc.boolean(),
});
type SomeClose = typeof someClose extends fc.Arbitrary<infer T> ? T & { id: string } : never;

const someFilter = fc.record(
  {
    project: fc.constantFrom(...projects),
    agent: fc.constantFrom("ana", "desk", "nobody"),
    reason: fc.constantFrom("none", "Spam", "id of Resuelto"),
    state: fc.constantFrom(...closeStates, "failed", "unconfirmed"),
    from: fc.constantFrom(base, base + minute, base + 2 * minute),
    to: fc.constantFrom(base + 2 * minute, base + 4 * minute, base + 5 * minute),
  },
  { requiredKeys: [] },
);
type SomeFilter = typeof someFilter extends fc.Arbitrary<infer T> ? T : never;

const isUnconfirmed = (close: SomeClose) => close.state === "accepted" && close.settledLongAgo;
const isFailed = (close: SomeClose) => close.state === "refused" || close.state === "unknown";

function matches(close: SomeClose, { project, agent, reason, state, from, to }: SomeFilter) {
  const inState =
    state === undefined ||
    (state === "failed"
      ? isFailed(close)
      : state === "unconfirmed"
        ? isUnconfirmed(close)
        : close.state === state);
  const named = { none: null, Spam: "Spam", "id of Resuelto": "Resuelto" };
  return (
    inState &&
    (project === undefined || close.project === project) &&
    (agent === undefined || close.agent === agent) &&
    (reason === undefined || close.reason === named[reason as keyof typeof named]) &&
    close.at >= (from ?? 0) &&
    close.at < (to ?? Number.POSITIVE_INFINITY)
  );
}

onEachEngine((_place, engine) => {
  test("pages of any size, however filtered, hold every close once, what needs attention first", async () => {
    const idOf = await insertConversations(...projects);
    await fc.assert(
      fc.asyncProperty(
        fc.array(someClose, { maxLength: 30 }),
        fc.array(someFilter, { minLength: 3, maxLength: 3 }),
        fc.integer({ min: 1, max: 12 }),
        async (drawn, filters, limit) => {
          await db().deleteFrom("closes").execute();
          const closes = await insert(drawn);
          const current = new Map<string, string>();
          for (const close of closes) current.set(`${close.project}-${close.place}`, close.id);
          for (const project of projects)
            for (const state of ["open", "closed"])
              await makeCurrent(
                idOf(`${project}-${state}`),
                current.get(`${project}-${state}`) ?? null,
              );
          const attention = (close: SomeClose) =>
            isUnconfirmed(close) ||
            (isFailed(close) &&
              !close.triedAgain &&
              close.place === "open" &&
              current.get(`${close.project}-open`) === close.id);
          const newestFirst = (a: SomeClose, b: SomeClose) => b.at - a.at || (a.id < b.id ? 1 : -1);
          for (const filter of [{}, ...filters]) {
            const wanted = closes.filter((close) => matches(close, filter)).toSorted(newestFirst);
            const expected = [
              ...wanted.filter(attention),
              ...wanted.filter((close) => !attention(close)),
            ];
            const found = await readAll({ ...filter, limit });
            expect(found.map((each) => each.close.id)).toEqual(expected.map(({ id }) => id));
            expect(found.map((each) => each.needsAttention)).toEqual(expected.map(attention));
            const whole = [];
            for await (const page of await readWholeLog(admin(), filter)) whole.push(...page);
            expect(whole.map((each) => each.close.id)).toEqual(wanted.map(({ id }) => id));
            const { total } = await summarise({ from: 0, ...filter });
            expect(total).toBe(wanted.length);
          }
        },
      ),
      { numRuns: engine === "sqlite" ? 25 : 8 },
    );

    async function insert(drawn: Omit<SomeClose, "id">[]): Promise<SomeClose[]> {
      const rows = drawn.map((close) =>
        closeRow({
          project_id: close.project,
          conversation_id: idOf(`${close.project}-${close.place}`),
          requested_by: close.agent,
          requested_at: close.at,
          state: close.state,
          reason_id: close.reason && `id of ${close.reason}`,
          reason_name: close.reason,
          settled_at: Date.now() - (close.settledLongAgo ? 10 : 1) * minute,
          next_attempt_at: close.triedAgain ? Date.now() : null,
        }),
      );
      await insertCloses(rows);
      return drawn.map((close, index) => ({ ...close, id: rows[index]!.id }));
    }
  });

  test("what comes and goes between two pages moves nothing else", async () => {
    const idOf = await insertConversations("p1");
    const conversation_id = idOf("p1-open");
    const rows = Array.from({ length: 20 }, (_, n) =>
      closeRow({ project_id: "p1", conversation_id, requested_at: base + n }),
    );
    await insertCloses(rows);
    const first = await list({ limit: 8 });
    await insertCloses([
      closeRow({ project_id: "p1", conversation_id, requested_at: base + 100 }),
      closeRow({
        ...{ project_id: "p1", conversation_id, requested_at: base + 101 },
        ...{ state: "accepted", settled_at: base },
      }),
    ]);
    const second = await list({ limit: 20, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map((each) => each.close.id)).toEqual(
      rows.map(({ id }) => id).toReversed(),
    );
  });

  test("what becomes overdue between two pages stays where it was", async () => {
    const idOf = await insertConversations("p1");
    const now = Date.now();
    const rows = Array.from({ length: 6 }, (_, n) =>
      closeRow({
        project_id: "p1",
        conversation_id: idOf("p1-closed"),
        requested_at: base + n,
        state: "accepted",
        settled_at: now - (n % 2 ? 3 : 1) * minute,
      }),
    );
    await insertCloses(rows);
    const expected = [5, 3, 1, 4, 2, 0].map((n) => rows[n]!.id);
    const clock = vi.spyOn(Date, "now");
    onTestFinished(() => clock.mockRestore());
    for (const limit of [2, 3, 4]) {
      clock.mockReturnValue(now);
      const first = await list({ limit });
      clock.mockReturnValue(now + 10 * minute);
      const second = await list({ limit: 10, cursor: first.nextCursor });
      const found = [...first.items, ...second.items].map((each) => each.close.id);
      expect(found).toEqual(expected);
    }
  });

  test("a page looks past the many that don't match, and stands exactly at its border", async () => {
    const idOf = await insertConversations("p1", "p2");
    const conversation_id = idOf("p1-open");
    const rows = Array.from({ length: 10_050 }, (_, n) =>
      closeRow({ project_id: "p1", conversation_id, requested_at: base + Math.floor(n / 3) }),
    );
    for (const n of [0, 45, 49, 50, 51, 5_000, 10_049]) rows[n]!.requested_by = "rare";
    await insertCloses(rows);
    const rare = rows.filter((row) => row.requested_by === "rare");
    const rareIds = rare.map(({ id }) => id).toReversed();
    const found = await list({ agent: "rare" });
    expect(found.items.map((each) => each.close.id)).toEqual(rareIds);
    expect(found.nextCursor).toBeNull();
    const few = await readAll({ agent: "rare", limit: 2, project: "p1" });
    expect(few.map((each) => each.close.id)).toEqual(rareIds);
    expect((await summarise({ from: 0 })).total).toBe(10_050);
    expect((await summarise({ from: 0, agent: "rare" })).total).toBe(7);
  });

  test("one sees the closes of one's own projects, of an archived one only by its name", async () => {
    const idOf = await insertConversations("p1", "p2", "p3");
    await insertCloses(
      ["p1", "p2", "p3"].map((project_id, n) =>
        closeRow({
          project_id,
          conversation_id: idOf(`${project_id}-open`),
          requested_at: base + n,
        }),
      ),
    );
    await db().updateTable("projects").set({ archived_at: 1 }).where("id", "=", "p3").execute();
    const seen = async (query: object, scope = admin()) =>
      (await list({ ...query }, scope)).items.map((each) => each.projectId);
    expect(await seen({})).toEqual(["p2", "p1"]);
    expect(await seen({ project: "p3" })).toEqual(["p3"]);
    expect(await seen({}, agentOf("p1", "p3"))).toEqual(["p1"]);
    expect(await seen({ project: "p3" }, agentOf("p1", "p3"))).toEqual(["p3"]);
    expect(await seen({}, agentOf())).toEqual([]);
    const foreign = { code: "not_found" };
    await expect(list({ project: "p2" }, agentOf("p1"))).rejects.toMatchObject(foreign);
    await expect(summarise({ project: "p2" }, agentOf("p1"))).rejects.toMatchObject(foreign);
    await expect(readWholeLog(agentOf("p1"), { project: "p2" })).rejects.toMatchObject(foreign);
    expect((await summarise({ from: 0 }, agentOf("p1", "p3"))).total).toBe(1);
    await expect(list({ cursor: "1.all.1.x" })).rejects.toMatchObject({ code: "bad_input" });
  });

  test("an entry says whose close it is, and who asked for it", async () => {
    const idOf = await insertConversations("p1");
    await insertUser("ana");
    const row = closeRow({
      project_id: "p1",
      conversation_id: idOf("p1-open"),
      requested_at: base,
      requested_by: "ana",
      reason_id: "r1",
      reason_name: "Resuelto",
      message: JSON.stringify({ type: "text", text: "Adiós" }),
    });
    await insertCloses([row]);
    expect((await list()).items).toEqual([
      {
        close: expect.objectContaining({
          id: row.id,
          requestedBy: { id: "ana", name: "ana" },
          reason: { id: "r1", name: "Resuelto" },
          message: { type: "text", text: "Adiós" },
        }),
        projectId: "p1",
        projectName: "p1",
        contact: { id: "u1", name: "Ana" },
        needsAttention: false,
      },
    ]);
  });
});

import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { logParams, summaryParams } from "@/lib/close-log/input";
import { listCloses, readWholeLog } from "@/lib/close-log/read";
import { summariseCloses } from "@/lib/close-log/read-summary";
import { closeStates } from "@/lib/conversations/schema";
import { db } from "@/lib/db/store";
import { closeRow, insertCloses } from "../support/close-rows.ts";
import { startPayload } from "../support/payloads.ts";
import { admin, agentOf, deliver, insertProject, insertUser } from "../support/records.ts";
import { onEachEngine } from "../support/stores.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
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

/** Two conversations in each of these projects; the second of each is closed. */
async function insertConversations(...projects: string[]) {
  for (const project of projects) {
    await insertProject(project);
    await deliver(
      startPayload({ project, conversation: `${project}-open`, contact: "u1", name: "Ana" }),
      startPayload({ project, conversation: `${project}-closed`, contact: "u2" }),
    );
  }
  const rows = await db().selectFrom("conversations").select(["id", "jelou_id"]).execute();
  const ids = new Map(rows.map((row) => [row.jelou_id, row.id]));
  await db()
    .updateTable("conversations")
    .set({ status: "closed", bucket: "closed" })
    .where("jelou_id", "like", "%-closed")
    .execute();
  return (jelouId: string) => ids.get(jelouId)!;
}

const makeCurrent = (conversationId: string, closeId: string | null) =>
  db()
    .updateTable("conversations")
    .set({ close_id: closeId })
    .where("id", "=", conversationId)
    .execute();

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

  test("the summary counts by the viewer's days and by reasons", async () => {
    const idOf = await insertConversations("p1");
    const midnight = Date.UTC(2026, 10, 20);
    const at = (hours: number, reason_name: string | null) =>
      closeRow({
        project_id: "p1",
        conversation_id: idOf("p1-closed"),
        requested_at: midnight + hours * 60 * minute,
        reason_id: reason_name && `id of ${reason_name}`,
        reason_name,
      });
    await insertCloses([
      ...[at(-1, "Spam"), at(0, "Spam"), at(4.9, "Spam"), at(5, null), at(23, "Spam")],
      ...[at(24, "Resuelto"), at(28, "Spam")],
    ]);
    const span = { from: midnight - day, to: midnight + 2 * day };
    const days = async (offset: number) => {
      const summary = await summarise({ ...span, offset });
      return summary.days.map((each) => [
        each.day,
        each.total,
        ...each.reasons.map(({ name, count }) => `${name} ${count}`),
      ]);
    };
    expect(await days(0)).toEqual([
      ["2026-11-19", 1, "Spam 1"],
      ["2026-11-20", 4, "Spam 3", "null 1"],
      ["2026-11-21", 2, expect.any(String), expect.any(String)],
    ]);
    expect(await days(-300)).toEqual([
      ["2026-11-19", 3, "Spam 3"],
      ["2026-11-20", 4, "Spam 2", expect.any(String), expect.any(String)],
    ]);
    expect((await days(60)).map(([name, total]) => [name, total])).toEqual([
      ["2026-11-20", 4],
      ["2026-11-21", 3],
    ]);
    const outside = await summarise({ ...span, to: midnight });
    expect(outside.total).toBe(1);
  });

  test("without a time the summary is of the last 30 days", async () => {
    const idOf = await insertConversations("p1");
    const ago = (days: number) =>
      closeRow({
        project_id: "p1",
        conversation_id: idOf("p1-closed"),
        requested_at: Date.now() - days * day,
      });
    await insertCloses([ago(1), ago(29.9), ago(30.1), ago(45)]);
    expect((await summarise()).total).toBe(2);
    expect((await summarise({ to: Date.now() - 20 * day })).total).toBe(3);
    expect((await summarise({ from: 0 })).total).toBe(4);
  });

  test("the summary tells how soon they were confirmed and what came of them", async () => {
    const idOf = await insertConversations("p1");
    const make = (row: object) =>
      closeRow({
        project_id: "p1",
        conversation_id: idOf("p1-closed"),
        requested_at: base,
        settled_at: base,
        ...row,
      });
    const after = [0, 5_000, 5_001, 10_000, 29_999, 30_001, 60_000, 300_000, 300_001, 9e8];
    await insertCloses([
      ...after.map((ms) => make({ confirmed_at: base + ms })),
      make({ state: "accepted" }),
      make({ state: "accepted", settled_at: Date.now() }),
      ...["refused", "unknown", "unknown", "waiting", "cancelled", "superseded"].map((state) =>
        make({ state }),
      ),
    ]);
    const summary = await summarise({ from: 0 });
    expect(summary.confirmations).toEqual([2, 2, 1, 2, 1, 2]);
    expect(summary).toMatchObject({ total: 18, succeeded: 11, failed: 3, unconfirmed: 1 });
    expect((await summarise({ from: 0, state: "failed" })).confirmations).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
  });

  test("the choices of the filters don't shrink by what is chosen", async () => {
    const idOf = await insertConversations("p1", "p2");
    await insertUser("ana");
    const make = (project_id: string, requested_by: string, reason: string | null, at = base) =>
      closeRow({
        project_id,
        conversation_id: idOf(`${project_id}-closed`),
        requested_at: at,
        requested_by,
        reason_id: reason && `id of ${reason}`,
        reason_name: reason,
      });
    await insertCloses([
      ...[make("p1", "ana", "Spam"), make("p1", "desk", null), make("p2", "ana", "Resuelto")],
      make("p1", "gone", "Old", base - 40 * day),
    ]);
    const all = {
      agents: [
        { id: "ana", name: "ana" },
        { id: "desk", name: "Mostrador" },
      ],
      reasons: [
        { id: "id of Resuelto", name: "Resuelto" },
        { id: "id of Spam", name: "Spam" },
      ],
    };
    expect(await summarise({ agent: "desk" })).toMatchObject({ ...all, total: 1 });
    expect(await summarise({ reason: "Spam", state: "failed" })).toMatchObject({
      ...all,
      total: 0,
    });
    expect((await summarise({ project: "p2" })).reasons).toEqual([all.reasons[0]]);
  });
});

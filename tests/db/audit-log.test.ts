import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { type auditActions, auditResults } from "@/lib/audit/schema";
import { recordAudit } from "@/lib/audit/write";
import { auditParams } from "@/lib/audit-log/input";
import { listAudit, readWholeAudit } from "@/lib/audit-log/read";
import { db, write } from "@/lib/db/store";
import { withRequestFacts } from "@/lib/request-facts";
import { admin, agentOf, insertProject, insertUser } from "../support/records.ts";
import { onEachEngine } from "../support/stores.ts";

const day = 86_400_000;
const base = Date.UTC(2026, 0, 1);
const refusal = /only ever added to/;

const list = (query: Record<string, unknown> = {}) => listAudit(admin(), auditParams.parse(query));

async function readAll(query: Record<string, unknown>) {
  const found = [];
  let cursor: string | undefined;
  do {
    const page = await list({ ...query, cursor });
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return found;
}

type Row = {
  action: (typeof auditActions)[number];
  result: (typeof auditResults)[number];
  actor: string;
  subject: string;
  project: string | null;
  address: string;
  at: number;
};

const insert = (rows: Row[]) =>
  write(async (tx) => {
    for (const { action, result, actor, subject, project, address, at } of rows)
      await withRequestFacts({ id: "r", address, userAgent: null }, () =>
        recordAudit(
          tx,
          {
            ...{ action, result, actorId: actor, projectId: project },
            subject: { kind: "conversation", id: subject },
          },
          at,
        ),
      );
  });

const someActions = ["close.asked", "user.changed", "session.started"] as const;
const some = <T>(values: readonly T[]) => fc.constantFrom(...values);
const someRow = fc.record({
  action: some(someActions),
  result: some(auditResults),
  actor: some(["ana", "bruno"]),
  subject: some(["c1", "c2"]),
  project: some(["p1", "p2", null]),
  address: some(["10.0.0.1", "10.0.0.2"]),
  // Clocks differ, so that times go back now and then, by less than a day.
  at: fc.integer({ min: 0, max: 3 }).map((n) => (n * day) / 4),
});
const someFilter = fc.record(
  {
    action: some(["close.asked", "user.changed,session.started"]),
    result: some(auditResults),
    actor: some(["ana", "nobody"]),
    subject: some(["c1", "c3"]),
    project: some(["p1", "p3"]),
    address: some(["10.0.0.1", "10.0.0.9"]),
    from: some([0, day / 2]),
    to: some([day / 2, day]),
  },
  { requiredKeys: [] },
);
type Filter = typeof someFilter extends fc.Arbitrary<infer T> ? T : never;

const matches = (row: Row, { action, from, to, ...same }: Filter) =>
  (action === undefined || action.split(",").includes(row.action)) &&
  row.at >= (from ?? 0) &&
  row.at < (to ?? Number.POSITIVE_INFINITY) &&
  Object.entries(same).every(([field, value]) => row[field as keyof typeof same] === value);

onEachEngine((place, engine) => {
  test("pages of any size, however filtered, hold every row once, newest first", async () => {
    let began = base;
    await fc.assert(
      fc.asyncProperty(
        fc.array(someRow, { maxLength: 25 }),
        fc.array(someFilter, { minLength: 4, maxLength: 4 }),
        fc.integer({ min: 1, max: 9 }),
        async (drawn, filters, limit) => {
          began += 3 * day;
          const rows = drawn.map((row) => ({ ...row, at: began + row.at }));
          await insert(rows);
          for (const { from = 0, to = 2 * day, ...same } of [{} as Filter, ...filters]) {
            const filter = { ...same, from: began + from, to: began + to };
            const found = await readAll({ ...filter, limit });
            const wanted = rows.filter((row) => matches(row, filter)).toReversed();
            const seen = found.map(
              ({ action, result, actor, subject, projectId, address, at }) => ({
                ...{ action, result, actor: actor?.id, subject: subject?.id },
                ...{ project: projectId, address, at },
              }),
            );
            expect(seen).toEqual(wanted);
          }
        },
      ),
      { numRuns: engine === "sqlite" ? 30 : 10 },
    );
  });

  test("the few among many are found, over as many looks as it takes", async () => {
    const rows = Array.from({ length: 21_000 }, (_, n) => ({
      ...{ at: base, action: n % 2 ? "close.asked" : "user.changed", result: "done", detail: "{}" },
      ...{ actor_id: "ana", address: n % 1_000 === 999 ? "10.0.0.9" : "10.0.0.1" },
    }));
    for (let start = 0; start < rows.length; start += 1_000)
      await db()
        .insertInto("audit_log")
        .values(rows.slice(start, start + 1_000) as never)
        .execute();
    // One of them stands where a look ends.
    const rare = { address: "10.0.0.9" };
    const both = { ...rare, action: "close.asked,user.changed" };
    for (const limit of [7, 100])
      for (const filter of [rare, { ...rare, actor: "ana" }, both])
        expect(await readAll({ ...filter, limit })).toHaveLength(21);
    expect((await list({ action: "close.asked,user.changed", limit: 100 })).items).toHaveLength(
      100,
    );
    let whole = 0;
    for await (const page of readWholeAudit(admin(), {})) whole += page.length;
    expect(whole).toBe(21_000);
  });

  test("a row says who, what, to whom and from where, by the names of then", async () => {
    await insertProject("p1");
    await insertUser("ana");
    const facts = { id: "request-1", address: "203.0.113.9", userAgent: "x".repeat(400) };
    await withRequestFacts(facts, () =>
      write((tx) =>
        recordAudit(tx, {
          action: "project.changed",
          actorId: "ana",
          subject: { kind: "project", id: "p1" },
          projectId: "p1",
          detail: { changes: { name: { from: "a", to: "p1" } } },
        }),
      ),
    );
    await db().updateTable("users").set({ name: "Otra" }).execute();
    await db().updateTable("projects").set({ name: "Otro" }).execute();
    expect((await list()).items).toEqual([
      {
        id: expect.stringMatching(/^\d+$/),
        at: expect.any(Number),
        action: "project.changed",
        result: "done",
        actor: { id: "ana", name: "ana" },
        subject: { kind: "project", id: "p1", name: "p1" },
        projectId: "p1",
        address: "203.0.113.9",
        userAgent: "x".repeat(300),
        requestId: "request-1",
        detail: { changes: { name: { from: "a", to: "p1" } } },
      },
    ]);
  });

  test("only admins read it", async () => {
    const forbidden = { code: "forbidden" };
    await expect(listAudit(agentOf("p1"), auditParams.parse({}))).rejects.toMatchObject(forbidden);
    expect(() => readWholeAudit(agentOf("p1"), {})).toThrow("Only an admin");
  });

  test("what is rolled back was never there", async () => {
    const failing = write(async (tx) => {
      await recordAudit(tx, { action: "user.changed", actorId: null });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect((await list()).items).toEqual([]);
  });

  test("the database refuses to change or take away a row, however it is asked", async () => {
    await insert([1, 2, 3].map((n) => rowAt(base + n)));
    const { items } = await list();
    const [seq] = items.slice(1).map(({ id }) => Number(id));
    const values = `(seq, at, action, result, detail) values (${seq}, 0, 'close.asked', 'done', '{}')`;
    const attempts = [
      "update audit_log set actor_id = 'nobody'",
      `update audit_log set seq = seq + 100 where seq = ${seq}`,
      `delete from audit_log where seq = ${seq}`,
      "delete from audit_log",
      `insert into audit_log ${values} on conflict (seq) do update set actor_id = 'nobody'`,
      ...(engine === "sqlite"
        ? [
            `insert or replace into audit_log ${values}`,
            `replace into audit_log ${values}`,
            `update or replace audit_log set seq = ${seq} where seq = ${seq! + 1}`,
            `insert into audit_log ${values.replace(String(seq), String(seq! - 1))}`,
          ]
        : [
            "truncate audit_log",
            `merge into audit_log using (select 1) as one on seq = ${seq} when matched then delete`,
            `with gone as (delete from audit_log returning seq) select * from gone`,
          ]),
    ];
    for (const attempt of attempts)
      await expect(sql.raw(attempt).execute(place().store.db), attempt).rejects.toThrow(refusal);
    expect((await list()).items).toEqual(items);
  });
});

const rowAt = (at: number): Row => ({
  ...{ action: "close.asked", result: "done", actor: "ana", subject: "c1", at },
  ...{ project: null, address: "10.0.0.1" },
});

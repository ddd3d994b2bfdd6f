import { expect, test } from "vitest";
import { summaryParams } from "@/lib/close-log/input";
import { summariseCloses } from "@/lib/close-log/read-summary";
import { closeRow, insertCloses, insertConversations } from "../support/close-rows.ts";
import { admin, insertUser } from "../support/records.ts";
import { onEachEngine } from "../support/stores.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const base = Date.now() - 20 * minute;

const summarise = (query: Record<string, unknown> = {}, scope = admin()) =>
  summariseCloses(scope, summaryParams.parse(query));

onEachEngine(() => {
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

import { expect, test } from "vitest";
import { listAnswers } from "@/lib/canned-answers/read";
import { mostAnswers } from "@/lib/canned-answers/schema";
import { changeAnswer, countUse, createAnswer } from "@/lib/canned-answers/write";
import { db } from "@/lib/db/store";
import { admin, agentOf, insertProject, insertUser } from "../support/records.ts";
import { onEachEngine } from "../support/stores.ts";

const owners = { "a project": { projectId: "p1" }, "a person": { projectId: null } };
const outcomes = (all: PromiseSettledResult<unknown>[]) => ({
  done: all.filter(({ status }) => status === "fulfilled").length,
  codes: [...new Set(all.flatMap((each) => (each.status === "rejected" ? each.reason.code : [])))],
});

onEachEngine(() => {
  const prepare = async () => {
    await insertProject("p1");
    for (const id of ["agent", "admin"]) await insertUser(id);
  };
  const create = (shortcut: string, owner: { projectId: string | null }, text = "x") =>
    createAnswer(admin(), { ...owner, shortcut, text });
  const manyAtOnce = async (shortcuts: string[], owner: { projectId: string | null }) =>
    outcomes(await Promise.allSettled(shortcuts.map((shortcut) => create(shortcut, owner))));

  test.each(Object.entries(owners))(
    "of %s fifty at once with one shortcut are one",
    async (_, owner) => {
      await prepare();
      expect(await manyAtOnce(Array(50).fill("hola"), owner)).toEqual({
        done: 1,
        codes: ["conflict"],
      });
      const other = await create("otra", owner);
      await expect(changeAnswer(admin(), other.id, { shortcut: "hola" })).rejects.toMatchObject({
        code: "conflict",
      });
      const [row] = await db().selectFrom("canned_answers").selectAll().execute();
      const twin = db()
        .insertInto("canned_answers")
        .values({ ...row!, id: "twin" });
      await expect(twin.execute(), "the table itself refuses a second one").rejects.toThrow();
    },
  );

  test.each(Object.entries(owners))(
    "of %s none comes beyond the most, at once either",
    async (_, owner) => {
      await prepare();
      const rows = Array.from({ length: mostAnswers - 2 }, (_each, index) => ({
        id: `id-${index}`,
        project_id: owner.projectId,
        owner_id: owner.projectId === null ? "admin" : null,
        shortcut: `n${index}`,
        text: "x",
        usage_count: 0,
        created_at: 0,
        updated_at: 0,
      }));
      await db().insertInto("canned_answers").values(rows).execute();
      expect(await manyAtOnce(["a", "b", "c", "d", "e"], owner)).toEqual({
        done: 2,
        codes: ["conflict"],
      });
      expect(await listAnswers(admin(), "p1")).toHaveLength(mostAnswers);
    },
  );

  test("fifty uses at once are counted, each of them", async () => {
    await prepare();
    const { id } = await create("hola", { projectId: "p1" });
    await Promise.all(Array.from({ length: 50 }, () => countUse(agentOf("p1"), id)));
    expect(await listAnswers(agentOf("p1"), "p1")).toMatchObject([{ id, usageCount: 50 }]);
  });

  test("they come in one order, accents and digits as people sort them, one's own first", async () => {
    await prepare();
    for (const shortcut of ["z", "árbol", "b10", "b9", "_x", "ñu", "nz"])
      await create(shortcut, { projectId: "p1" });
    await create("b9", { projectId: null });
    const all = await listAnswers(admin(), "p1");
    expect(
      all.map(({ shortcut, projectId }) => (projectId === null ? `own ${shortcut}` : shortcut)),
    ).toEqual(["_x", "árbol", "own b9", "b9", "b10", "nz", "ñu", "z"]);
  });
});

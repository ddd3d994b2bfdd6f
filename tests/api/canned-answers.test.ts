import { expect, onTestFinished, test } from "vitest";
import { mostAnswers } from "@/lib/canned-answers/schema";
import { db } from "@/lib/db/store";
import { fieldsOf, make, openProject } from "../support/closing-setup.ts";
import { openDesk } from "../support/desk.ts";
import { watch } from "../support/live-stream.ts";
import { hire, type Person, stranger } from "../support/people.ts";

const { admin } = await openDesk();
const list = "/api/canned-answers";
const input = { shortcut: "hola", text: "Hola {{contact.name|amigo}}, soy {{agent.name}}." };

const shown = async (person: Person, projectId?: string) => {
  const { status, body } = await person.get(projectId ? `${list}?project=${projectId}` : list);
  expect([status, body.nextCursor]).toEqual([200, null]);
  return body.items as Record<string, unknown>[];
};
const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status);

test("a supervisor makes, changes and deletes one of the project; all of it read it", async () => {
  const { id: projectId, supervisor, agent } = await openProject(admin);
  const made = await make(supervisor, list, { projectId, ...input, shortcut: " /HOLA " });
  expect(made).toEqual({ id: expect.any(String), projectId, ...input, usageCount: 0 });
  for (const person of [admin, supervisor, agent])
    expect(await shown(person, projectId)).toEqual([made]);
  expect(await shown(supervisor), "it isn't the supervisor's own").toEqual([]);
  const changed = await supervisor.patch(`${list}/${made.id}`, { shortcut: "Buenas" });
  expect(changed).toMatchObject({ status: 200, body: { ...made, shortcut: "buenas" } });
  const text = await admin.patch(`${list}/${made.id}`, { text: "  Hola.  " });
  expect(text.body).toEqual({ ...made, shortcut: "buenas", text: "Hola." });
  expect((await supervisor.remove(`${list}/${made.id}`)).status).toBe(204);
  expect(await shown(agent, projectId)).toEqual([]);
  const gone = [
    await supervisor.remove(`${list}/${made.id}`),
    await supervisor.patch(`${list}/${made.id}`, input),
    await agent.post(`${list}/${made.id}/used`),
  ];
  expect(statuses(gone)).toEqual([404, 404, 404]);
});

test("an agent uses the project's and changes none of them, and has his own", async () => {
  const { id: projectId, supervisor, agent } = await openProject(admin);
  const { id } = await make(supervisor, list, { projectId, ...input });
  const answers = [
    await agent.post(list, { projectId, ...input, shortcut: "otra" }),
    await agent.patch(`${list}/${id}`, { text: "x" }),
    await agent.remove(`${list}/${id}`),
  ];
  expect(statuses(answers)).toEqual([403, 403, 403]);
  const own = await make(agent, list, { ...input, text: "¡Qué tal!" });
  expect(own).toMatchObject({ projectId: null });
  const again = await make(agent, list, { projectId: null, shortcut: "adios", text: "x" });
  expect(await shown(agent, projectId), "one's own first among equals").toMatchObject([
    { id: again.id },
    { id: own.id },
    { id },
  ]);
  expect(await shown(agent)).toMatchObject([{ id: again.id }, { id: own.id }]);
  expect((await agent.patch(`${list}/${own.id}`, { text: "Buenas." })).status).toBe(200);
  expect((await agent.remove(`${list}/${own.id}`)).status).toBe(204);
});

test("what is another's is not there, whoever asks", async () => {
  const [mine, other] = [await openProject(admin), await openProject(admin)];
  const theirs = await make(admin, list, { projectId: other.id, ...input });
  const own = await make(other.agent, list, input);
  for (const person of [mine.agent, mine.supervisor]) {
    const answers = [
      await person.get(`${list}?project=${other.id}`),
      await person.post(list, { projectId: other.id, ...input, shortcut: "x" }),
      await person.patch(`${list}/${theirs.id}`, { text: "x" }),
      await person.remove(`${list}/${theirs.id}`),
      await person.post(`${list}/${theirs.id}/used`),
    ];
    expect(statuses(answers)).toEqual(Array(5).fill(404));
  }
  for (const person of [mine.agent, other.supervisor, admin]) {
    const answers = [
      await person.patch(`${list}/${own.id}`, { text: "x" }),
      await person.remove(`${list}/${own.id}`),
      await person.post(`${list}/${own.id}/used`),
    ];
    expect(statuses(answers)).toEqual([404, 404, 404]);
    expect((await shown(person)).map(({ id }) => id)).not.toContain(own.id);
  }
  const nobody = stranger();
  const answers = [
    await nobody.get(list),
    await nobody.post(list, input),
    await nobody.post(`${list}/${own.id}/used`),
    await admin.get(`${list}?project=nowhere`),
    await admin.post(list, { projectId: "nowhere", ...input }),
  ];
  expect(statuses(answers)).toEqual([401, 401, 401, 404, 404]);
  expect(await shown(other.agent, other.id)).toMatchObject([
    { id: own.id, text: input.text, usageCount: 0 },
    { id: theirs.id, text: input.text, usageCount: 0 },
  ]);
});

test.each([
  ["a b", "shortcut"],
  ["", "shortcut"],
  ["/", "shortcut"],
  ["a/b", "shortcut"],
  ["a\0b", "shortcut"],
  ["x'; drop table canned_answers; --", "shortcut"],
  ["\u3164", "shortcut"],
  ["a".repeat(33), "shortcut"],
  ["a".repeat(5_000), "shortcut"],
  [7, "shortcut"],
])("the shortcut %j is refused", async (shortcut, field) => {
  const made = await admin.post(list, { ...input, shortcut });
  expect([made.status, fieldsOf(made)]).toEqual([400, [field]]);
});

test("hostile texts are kept letter for letter or refused, never half", async () => {
  const person = await hire(admin, "agent");
  const refused = ["", " ", "{{contact.nombre}}", "{{contact.name", "a".repeat(4_097), null];
  for (const text of refused) {
    const made = await person.post(list, { ...input, text });
    expect([made.status, fieldsOf(made)], String(text).slice(0, 20)).toEqual([400, ["text"]]);
  }
  const kept = [
    "<img src=x onerror=alert(1)>",
    "'; drop table users; --",
    "{contact.name} %s $1 \\n",
    "عربي‏ 👩‍👩‍👧 \u202e",
    "a\n\n\tb",
    "a".repeat(4_096),
  ];
  for (const [index, text] of kept.entries()) {
    const { id } = await make(person, list, { shortcut: `t${index}`, text });
    expect((await shown(person)).find((each) => each.id === id)?.text).toBe(text);
  }
  const nul = await make(person, list, { shortcut: "nul", text: "a\0b\ud800" });
  expect(nul.text).toBe("a\uFFFDb\uFFFD");
  for (const body of [{ ...input, usageCount: 9 }, { ...input, ownerId: "x" }, "{", "[]", {}])
    expect((await person.post(list, body)).status).toBe(400);
  const { id } = nul;
  expect((await person.patch(`${list}/${id}`, { projectId: null })).status, "none moves").toBe(400);
});

test("a shortcut is there once in a project and once with a person", async () => {
  const [mine, other] = [await openProject(admin), await openProject(admin)];
  const { supervisor, agent } = mine;
  const projectId = mine.id;
  await make(supervisor, list, { projectId, ...input });
  await make(admin, list, { projectId: other.id, ...input });
  await make(supervisor, list, input);
  await make(agent, list, input);
  const second = await make(supervisor, list, { projectId, ...input, shortcut: "otra" });
  const ownSecond = await make(agent, list, { ...input, shortcut: "otra" });
  const answers = [
    await supervisor.post(list, { projectId, ...input }),
    await supervisor.post(list, { projectId, ...input, shortcut: "/HoLa" }),
    await supervisor.patch(`${list}/${second.id}`, { shortcut: "HOLA" }),
    await agent.post(list, input),
    await agent.patch(`${list}/${ownSecond.id}`, { shortcut: "hola" }),
  ];
  expect(statuses(answers)).toEqual(Array(5).fill(409));
  expect(answers.map(fieldsOf)).toEqual(Array(5).fill(["shortcut"]));
  const same = await supervisor.patch(`${list}/${second.id}`, { shortcut: "otra" });
  expect(same.status, "its own is no clash").toBe(200);
});

test("fifty uses at once are fifty, whoever they are of", async () => {
  const { id: projectId, supervisor, agent } = await openProject(admin);
  const { id } = await make(supervisor, list, { projectId, ...input });
  const users = Array.from({ length: 50 }, (_, index) => [admin, supervisor, agent][index % 3]!);
  const answers = await Promise.all(users.map((person) => person.post(`${list}/${id}/used`)));
  expect(statuses(answers)).toEqual(Array(50).fill(204));
  expect(await shown(agent, projectId)).toMatchObject([{ id, usageCount: 50 }]);
  await supervisor.patch(`${list}/${id}`, { text: "x" });
  expect(await shown(agent, projectId), "a change keeps it").toMatchObject([{ usageCount: 50 }]);
});

test("viewers of the project hear of a change, and of one's own nobody", async () => {
  const { id: projectId, supervisor, agent } = await openProject(admin);
  const other = await openProject(admin);
  const [viewer, stranger] = [await watch(agent), await watch(other.agent)];
  await viewer.ready();
  await stranger.ready();
  const heard = (of: typeof viewer) =>
    of.changes().filter(({ data }) => data.kind === "project" && data.projectId === projectId);
  const own = await make(agent, list, input);
  await agent.patch(`${list}/${own.id}`, { text: "x" });
  const { id } = await make(supervisor, list, { projectId, ...input });
  await expect.poll(() => heard(viewer).length).toBe(1);
  await agent.post(`${list}/${id}/used`);
  await supervisor.patch(`${list}/${id}`, { text: "x" });
  await expect.poll(() => heard(viewer).length).toBe(2);
  await supervisor.remove(`${list}/${id}`);
  await expect.poll(() => heard(viewer).length).toBe(3);
  expect(viewer.changes()).toHaveLength(3);
  expect(heard(stranger)).toEqual([]);
});

test("there are five hundred of an owner at most, and one more is refused with words", async () => {
  const { id: projectId, supervisor, agent } = await openProject(admin);
  await fill({ project_id: projectId, owner_id: null });
  await fill({ project_id: null, owner_id: agent.id });
  const answers = [
    await supervisor.post(list, { projectId, ...input }),
    await agent.post(list, input),
  ];
  expect(statuses(answers)).toEqual([409, 409]);
  expect(answers.map(({ body }) => body.error.message)).toEqual([
    expect.stringMatching(/This project has 500 .*Delete one first/),
    expect.stringMatching(/You have 500 .*Delete one first/),
  ]);
  const all = await shown(agent, projectId);
  expect(all).toHaveLength(2 * mostAnswers);
  expect((await supervisor.post(list, input)).status, "another owner has room").toBe(201);
  const [first] = all;
  expect((await agent.remove(`${list}/${String(first?.id)}`)).status).toBe(204);
  expect((await agent.post(list, input)).status).toBe(201);
});

async function fill(owner: { project_id: string | null; owner_id: string | null }) {
  const times = { created_at: 0, updated_at: 0 };
  const rows = Array.from({ length: mostAnswers }, (_, index) => ({
    ...owner,
    ...times,
    id: crypto.randomUUID(),
    shortcut: `n${index}`,
    text: "x",
    usage_count: 0,
  }));
  await db().insertInto("canned_answers").values(rows).execute();
  onTestFinished(async () => {
    await db().deleteFrom("canned_answers").where("created_at", "=", 0).execute();
  });
}

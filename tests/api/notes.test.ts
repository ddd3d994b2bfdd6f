import { expect, test } from "vitest";
import { answersOf } from "../support/answers.ts";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { watch } from "../support/live-stream.ts";
import { hire } from "../support/people.ts";

const { sandbox, admin, agent, project, addProject, greet, get, close, settles } =
  await openDeskWithJelou();
const { thread, posted, becomes } = answersOf(sandbox, agent);
const colleague = await hire(admin, "agent", [project.id], "Bea Colega");

const note = (id: string, input: object, person = agent) =>
  person.post(`/api/conversations/${id}/notes`, input);

test("a note is for the team: it stands in the thread and Jelou never hears of it", async () => {
  const { id, jelou } = await greet();
  const before = await get(id);
  const { status, body } = await note(id, { text: "Cliente difícil", clientId: "n1" });
  expect([status, body]).toMatchObject([
    201,
    {
      direction: "note",
      content: { body: "Cliente difícil", mentions: [] },
      author: { name: "Ana Agente" },
      jelouMessageId: null,
    },
  ]);
  expect((await note(id, { text: "Cliente difícil", clientId: "n1" })).body.id).toBe(body.id);
  expect((await note(id, { text: "Otra", clientId: "n1" })).status).toBe(409);
  const answer = await posted(id, "Hola");
  await becomes(id, answer.id, "sent");
  expect((await thread(id)).map(({ direction }) => direction)).toEqual(["note", "out"]);
  const heard = sandbox.calls.map((call) => JSON.stringify(call.body)).join();
  expect(heard).not.toContain("difícil");
  expect(sandbox.conversation(jelou.id)?.messages).toHaveLength(1);
  // Nor is it an answer, or the last word.
  expect(before.lastMessage).toBeNull();
  await note(id, { text: "Y otra" });
  expect((await get(id)).lastMessage?.preview).toBe("Hola");
});

test("a note may be written in a closed conversation", async () => {
  const { id } = await greet();
  await close(id);
  await settles(id, "confirmed");
  expect((await note(id, { text: "Volverá" })).status).toBe(201);
});

test("whom it mentions is told, and nobody else, until he has read it", async () => {
  const { id } = await greet();
  const [hers, mine, theAdmins] = [await watch(colleague), await watch(agent), await watch(admin)];
  await Promise.all([hers.ready(), mine.ready(), theAdmins.ready()]);
  const mentions = [colleague.id, agent.id, colleague.id];
  const { body } = await note(id, { text: "@Bea Colega ¿lo ves?", mentions });
  expect(body.content.mentions).toEqual([
    { id: colleague.id, name: "Bea Colega" },
    { id: agent.id, name: "Ana Agente" },
  ]);
  const mentionsIn = (viewer: typeof hers) =>
    viewer.changes().filter((frame) => frame.data.kind === "mention");
  await expect.poll(() => mentionsIn(hers).length).toBe(1);
  expect(mentionsIn(hers)[0]?.data).toMatchObject({
    conversationId: id,
    messageId: body.id,
  });
  await mine.changesOf(id, 1);
  await theAdmins.changesOf(id, 1);
  expect([mentionsIn(mine), mentionsIn(theAdmins)]).toEqual([[], []]);
  expect((await get(id, colleague)).mentioned).toBe(true);
  expect((await get(id, agent)).mentioned).toBe(false);
  await colleague.post(`/api/conversations/${id}/read`);
  expect((await get(id, colleague)).mentioned).toBe(false);
});

test("nobody is mentioned who doesn't see the project", async () => {
  const other = await addProject("others");
  const outsider = await hire(admin, "agent", [other.id]);
  const { id } = await greet();
  for (const mentions of [[outsider.id], ["nobody"]]) {
    const { status, body } = await note(id, { text: "Hola", mentions });
    expect([status, Object.keys(body.error.fields)]).toEqual([400, ["mentions"]]);
  }
  expect(await thread(id)).toEqual([]);
});

test("a draft is its writer's, for answers and notes apart, and outlives the close", async () => {
  const { id } = await greet();
  const drafts = async (person = agent) =>
    (await person.get(`/api/conversations/${id}/drafts`)).body.items;
  const save = (kind: string, text: string) =>
    agent.put(`/api/conversations/${id}/drafts/${kind}`, { text });
  expect((await save("answer", "Estimado cli")).status).toBe(204);
  await save("answer", "Estimado cliente: ");
  await save("note", "ojo");
  expect(await drafts()).toMatchObject([
    { kind: "answer", text: "Estimado cliente: " },
    { kind: "note", text: "ojo" },
  ]);
  expect(await drafts(colleague)).toEqual([]);
  await close(id);
  await settles(id, "confirmed");
  expect(await drafts()).toHaveLength(2);
  await save("answer", " ");
  expect(await drafts()).toMatchObject([{ kind: "note" }]);
  expect((await save("poem", "x")).status).toBe(404);
  expect((await save("note", "x".repeat(9_000))).status).toBe(400);
});

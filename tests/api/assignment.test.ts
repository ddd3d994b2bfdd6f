import { expect, test } from "vitest";
import { conversationPage, type StoryItem } from "@/lib/conversations/schema";
import { db } from "@/lib/db/store";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { watch } from "../support/live-stream.ts";
import { hire, type Person } from "../support/people.ts";

const { admin, agent, project, addProject, greet, get, close, settles } = await openDeskWithJelou();
const mate = await hire(admin, "agent", [project.id], "Beto Agente");
const elsewhere = await addProject("elsewhere");
const outsider = await hire(admin, "agent", [elsewhere.id], "Olga Ajena");

const assign = (id: string, userId: unknown, person: Person = agent) =>
  person.put(`/api/conversations/${id}/assignee`, { userId });
const listed = async (query: string, person: Person = agent) => {
  const { body } = await person.get(`/api/conversations?${query}`);
  return conversationPage.parse(body).items.map((item) => item.id);
};
const countsOf = async (person: Person) => (await person.get("/api/conversations/counts")).body;
const storyOf = async (id: string): Promise<StoryItem[]> =>
  (await admin.get(`/api/conversations/${id}/story`)).body.items;

test("one takes a conversation, another takes it over, and the first one's screen follows", async () => {
  const { id } = await greet();
  const { status, body } = await assign(id, "me");
  expect(status).toBe(200);
  expect(body).toMatchObject({ id, assignee: { id: agent.id, name: "Ana Agente" } });
  const viewer = await watch(agent);
  await viewer.ready();
  await assign(id, "me", mate);
  const [frame] = await viewer.changesOf(id, 1);
  expect(frame?.data).toMatchObject({
    kind: "conversation",
    conversation: { assignee: { id: mate.id, name: "Beto Agente" }, revision: body.revision + 1 },
  });
  await assign(id, null);
  expect((await get(id)).assignee).toBeNull();
  const assigned = { kind: "assigned", note: null };
  expect(await storyOf(id)).toMatchObject([
    { ...assigned, by: { id: agent.id }, to: { id: agent.id, name: "Ana Agente" } },
    { ...assigned, by: { id: mate.id }, to: { id: mate.id, name: "Beto Agente" } },
    { ...assigned, by: { id: agent.id }, to: null },
  ]);
});

test("who has it already is given nothing, however often he is", async () => {
  const { id } = await greet();
  await Promise.all([1, 2, 3, 4, 5].map(() => assign(id, mate.id)));
  const { revision } = await get(id);
  const viewer = await watch(agent);
  await viewer.ready();
  expect((await assign(id, mate.id)).status).toBe(200);
  expect(await storyOf(id)).toHaveLength(1);
  expect((await get(id)).revision).toBe(revision);
  await assign(id, null);
  expect(await viewer.changesOf(id, 1)).toHaveLength(1);
});

test("it is given to nobody who may not work in its project", async () => {
  const { id } = await greet();
  const gone = await hire(admin, "agent", [project.id]);
  await admin.patch(`/api/users/${gone.id}`, { active: false });
  for (const userId of [outsider.id, gone.id, "nobody", "desk"]) {
    const { status, body } = await assign(id, userId);
    expect([status, Object.keys(body.error.fields)]).toEqual([400, ["userId"]]);
  }
  for (const userId of ["", 7, undefined, "x".repeat(101)])
    expect((await assign(id, userId)).status).toBe(400);
  expect((await get(id)).assignee).toBeNull();
  expect(await storyOf(id)).toEqual([]);
  const { body: account } = await admin.get("/api/account");
  expect((await assign(id, account.id)).status).toBe(200);
});

test("another project's agent finds nothing to take", async () => {
  const { id } = await greet();
  expect((await assign(id, "me", outsider)).status).toBe(404);
  expect((await assign("nothing", "me")).status).toBe(404);
  expect((await get(id)).assignee).toBeNull();
});

test("lists and counts follow", async () => {
  const person = await hire(admin, "agent", [project.id]);
  const { id } = await greet();
  const before = await countsOf(person);
  expect(await listed("assignee=none", person)).toContain(id);
  await assign(id, person.id);
  expect(await listed("assignee=me", person)).toEqual([id]);
  expect(await listed(`assignee=${person.id}`)).toEqual([id]);
  expect(await listed("assignee=none")).not.toContain(id);
  expect(await countsOf(person)).toMatchObject({
    mine: 1,
    unassigned: before.unassigned - 1,
    inbox: before.inbox,
  });
});

/** One open and one closed conversation of this project, his. */
async function giveTwo(userId: string, projectId = project.jelouProjectId) {
  const open = await greet({ projectId });
  const closed = await greet({ projectId });
  for (const { id } of [open, closed]) await assign(id, userId, admin);
  await close(closed.id, {}, admin);
  await settles(closed.id, "confirmed");
  return { open: open.id, closed: closed.id };
}

test("what a user who is disabled had open is nobody's, and what is closed stays as it was", async () => {
  const leaver = await hire(admin, "agent", [project.id]);
  const his = await giveTwo(leaver.id);
  const { revision } = await get(his.open);
  const viewer = await watch(agent);
  await viewer.ready();
  await admin.patch(`/api/users/${leaver.id}`, { active: false });
  const [frame] = await viewer.changesOf(his.open, 1);
  expect(frame?.data.conversation).toMatchObject({ assignee: null, revision: revision + 1 });
  expect((await get(his.closed)).assignee?.id).toBe(leaver.id);
  expect(await listed("assignee=none")).toContain(his.open);
  const { body: boss } = await admin.get("/api/account");
  expect((await storyOf(his.open)).at(-1)).toMatchObject({ by: { id: boss.id }, to: null });
});

test("who loses a project, or the role that saw them all, keeps what is in the others", async () => {
  const mover = await hire(admin, "agent", [project.id, elsewhere.id]);
  const [here, there] = [
    await giveTwo(mover.id),
    await giveTwo(mover.id, elsewhere.jelouProjectId),
  ];
  await admin.patch(`/api/users/${mover.id}`, { name: "Otro nombre" });
  expect((await get(here.open, admin)).assignee).toEqual({ id: mover.id, name: "Otro nombre" });
  await admin.patch(`/api/users/${mover.id}`, { projectIds: [elsewhere.id] });
  expect((await get(here.open, admin)).assignee).toBeNull();
  expect((await get(there.open, admin)).assignee?.id).toBe(mover.id);
  await admin.patch(`/api/users/${mover.id}`, { role: "admin" });
  await assign(here.open, mover.id, admin);
  await admin.patch(`/api/users/${mover.id}`, { role: "supervisor" });
  expect((await get(here.open, admin)).assignee).toBeNull();
  expect((await get(there.open, admin)).assignee?.id).toBe(mover.id);
});

test("a change of a user that fails takes nothing from him", async () => {
  const person = await hire(admin, "agent", [project.id]);
  const { open } = await giveTwo(person.id);
  const change = { active: false, email: mate.email };
  expect((await admin.patch(`/api/users/${person.id}`, change)).status).toBe(409);
  expect((await get(open)).assignee?.id).toBe(person.id);
});

test("of more than a thousand none is forgotten, and each is told", async () => {
  const person = await hire(admin, "agent", [project.id]);
  const { id } = await greet();
  await assign(id, person.id);
  const { n, ...model } = await db()
    .selectFrom("conversations")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const rows = Array.from({ length: 1_200 }, (_, index) => ({
    ...model,
    id: `many-${index}`,
    jelou_id: `many-${index}`,
  }));
  while (rows.length > 0)
    await db().insertInto("conversations").values(rows.splice(0, 200)).execute();
  await admin.patch(`/api/users/${person.id}`, { projectIds: [] });
  const countIn = async (table: "story_entries" | "live_events") => {
    const { count } = await db()
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("conversation_id", "like", "many-%")
      .executeTakeFirstOrThrow();
    return Number(count);
  };
  expect([await countIn("story_entries"), await countIn("live_events")]).toEqual([1_200, 1_200]);
  expect(await listed(`assignee=${person.id}&status=all`, admin)).toEqual([]);
  await db().deleteFrom("conversations").where("id", "like", "many-%").execute();
});

test("the people of a project are those who may have its conversations, by name", async () => {
  const { id } = await addProject("team");
  const people = {
    zoe: await hire(admin, "agent", [id], "Zoe"),
    angel: await hire(admin, "supervisor", [id, project.id], "Ángel"),
    benito: await hire(admin, "agent", [id], "benito"),
    gone: await hire(admin, "agent", [id], "Nadie"),
  };
  await admin.patch(`/api/users/${people.gone.id}`, { active: false });
  const path = `/api/projects/${id}/people`;
  const { status, body } = await people.zoe.get(path);
  expect(status).toBe(200);
  const { body: boss } = await admin.get("/api/account");
  expect(body).toEqual({
    items: [
      { id: boss.id, name: "admin", role: "admin" },
      { id: people.angel.id, name: "Ángel", role: "supervisor" },
      { id: people.benito.id, name: "benito", role: "agent" },
      { id: people.zoe.id, name: "Zoe", role: "agent" },
    ],
    nextCursor: null,
  });
  expect((await outsider.get(path)).status).toBe(404);
  expect((await admin.get("/api/projects/nothing/people")).status).toBe(404);
});

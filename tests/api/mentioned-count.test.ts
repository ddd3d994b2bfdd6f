import { expect, test } from "vitest";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { hire, type Person } from "../support/people.ts";

const { admin, agent, project, addProject, greet, sandbox } = await openDeskWithJelou();
const colleague = await hire(admin, "agent", [project.id], "Bea Colega");

const countsOf = async (person: Person) => {
  const { body } = await person.get("/api/conversations/counts");
  return { unread: body.unread, mentioned: body.mentioned };
};
const mention = async (id: string, whom: { id: string }) => {
  const note = { text: "¿Lo ves?", mentions: [whom.id] };
  expect((await agent.post(`/api/conversations/${id}/notes`, note)).status).toBe(201);
};
const writes = async (jelouId: string) => {
  sandbox.customerWrites(jelouId, { type: "text", content: { body: "Hola" } });
  await sandbox.settle();
};

test("what wants an agent is counted once: unread ones of his, and others where he is named", async () => {
  const [own, other, closed] = [await greet(), await greet(), await greet()];
  await colleague.ask("PUT", `/api/conversations/${own.id}/assignee`, { userId: "me" });
  for (const { id } of [own, other, closed, closed]) await mention(id, colleague);
  await admin.post(`/api/conversations/${closed.id}/close`, { message: null, undoMs: 0 });
  expect(await countsOf(colleague)).toEqual({ unread: 0, mentioned: 3 });
  await writes(own.jelou.id);
  await writes(other.jelou.id);
  expect(await countsOf(colleague)).toEqual({ unread: 1, mentioned: 2 });
  expect(await countsOf(agent), "nobody has named him").toEqual({ unread: 0, mentioned: 0 });

  await colleague.post(`/api/conversations/${other.id}/read`);
  await colleague.post(`/api/conversations/${own.id}/read`);
  expect(await countsOf(colleague)).toEqual({ unread: 0, mentioned: 1 });
});

test("a project that he has lost isn't counted", async () => {
  const second = await addProject("p2");
  const mobile = await hire(admin, "agent", [project.id, second.id], "Mo Móvil");
  const { id } = await greet();
  await mention(id, mobile);
  expect((await countsOf(mobile)).mentioned).toBe(1);
  await admin.patch(`/api/users/${mobile.id}`, { projectIds: [second.id] });
  expect((await countsOf(mobile)).mentioned).toBe(0);
});

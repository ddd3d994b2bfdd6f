import { expect, test } from "vitest";
import { db } from "@/lib/db/store";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { watch } from "../support/live-stream.ts";
import { hire, signInAs } from "../support/people.ts";

const { sandbox, admin, agent, project, greet, get } = await openDeskWithJelou({}, "postgres");

test("what a user who is disabled has is nobody's, and a viewer sees it", async () => {
  const leaver = await hire(admin, "agent", [project.id]);
  const { id } = await greet();
  const path = `/api/conversations/${id}`;
  await Promise.all([1, 2, 3].map(() => agent.put(`${path}/assignee`, { userId: leaver.id })));
  const viewer = await watch(agent);
  await viewer.ready();
  await leaver.put(`${path}/presence`, { state: "typing" });
  await admin.patch(`/api/users/${leaver.id}`, { active: false });
  const kinds = async (count: number) =>
    (await viewer.changesOf(id, count)).map(({ data }) => [
      data.kind,
      data.people?.length ?? data.conversation.assignee,
    ]);
  expect(await kinds(3)).toEqual([
    ["presence", 1],
    ["conversation", null],
    ["presence", 0],
  ]);
  const { body } = await agent.get(`${path}/story`);
  expect(body.items).toMatchObject([{ to: { id: leaver.id } }, { to: null }]);
});

test("reading and leaving unread are heard of on one's other devices", async () => {
  const phone = await watch(await signInAs(agent.email));
  await phone.ready();
  const { id, jelou } = await greet();
  for (const body of ["Hola", "¿Hola?"])
    sandbox.customerWrites(jelou.id, { type: "text", content: { body } });
  await sandbox.settle();
  for (const how of ["read", "read", "unread"] as const)
    expect((await agent.post(`/api/conversations/${id}/${how}`)).status).toBe(204);
  const reads = () => phone.changes().filter((frame) => frame.data.kind === "read");
  await expect.poll(() => reads().length).toBe(2);
  expect(reads().map((frame) => frame.data.unread)).toEqual([0, 1]);
  expect((await get(id)).unread).toBe(1);
});

test("of twenty starts at once one call is made", async () => {
  const userId = "593990009999";
  sandbox.project("p1")?.users.set(userId, "Rosa");
  const input = { projectId: project.id, botId: "bot", userId };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => agent.post("/api/conversations", input)),
  );
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, ...Array(19).fill(409)]);
  expect(sandbox.callsTo("start")).toHaveLength(1);
  const rows = await db().selectFrom("starts").select("state").execute();
  expect(rows).toEqual([{ state: "accepted" }]);
});

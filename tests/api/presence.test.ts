import { expect, test } from "vitest";
import { endSession } from "@/lib/auth/sessions";
import { db } from "@/lib/db/store";
import { leaseMs, presentList } from "@/lib/presence/schema";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { watch } from "../support/live-stream.ts";
import { hire, type Person, signInAs } from "../support/people.ts";

const { desk, admin, agent, project, addProject, greet } = await openDeskWithJelou();
const mate = await hire(admin, "agent", [project.id], "Beto Agente");
const elsewhere = await addProject("elsewhere");
const outsider = await hire(admin, "agent", [elsewhere.id]);

const pathOf = (id: string) => `/api/conversations/${id}/presence`;
const say = (id: string, state: string, person: Person = agent) =>
  person.put(pathOf(id), { state });
const namesIn = (items: { user: { name: string }; state: string }[]) =>
  items.map((item) => `${item.user.name} ${item.state}`);
async function present(id: string) {
  const { status, body } = await mate.get(pathOf(id));
  expect(status).toBe(200);
  return namesIn(presentList.parse(body).items);
}
const countEvents = async (id: string) =>
  (
    await db()
      .selectFrom("live_events")
      .select("seq")
      .where("conversation_id", "=", id)
      .where("kind", "=", "presence")
      .execute()
  ).length;
/** As if so much time had gone by. */
const letLapse = (id: string) =>
  db()
    .updateTable("presence")
    .set({ expires_at: Date.now() - 1 })
    .where("conversation_id", "=", id)
    .execute();

test("two see each other come, type, stop and go", async () => {
  const { id } = await greet();
  const viewer = await watch(mate);
  await viewer.ready();
  const before = Date.now();
  const { status, body } = await say(id, "viewing");
  expect(status).toBe(200);
  const ana = { id: agent.id, name: "Ana Agente" };
  expect(presentList.parse(body).items).toMatchObject([{ user: ana, state: "viewing" }]);
  expect(body.items[0].expiresAt).toBeGreaterThanOrEqual(before + leaseMs);
  expect(body.items[0].expiresAt).toBeLessThanOrEqual(Date.now() + leaseMs);
  const told: string[][] = [];
  const nextFrame = async () => {
    const frames = await viewer.changesOf(id, told.length + 1);
    told.push(namesIn(frames.at(-1)?.data.people));
  };
  await nextFrame();
  for (const [state, person] of [
    ["viewing", mate],
    ["typing", agent],
    ["viewing", agent],
    ["gone", agent],
  ] as const) {
    await say(id, state, person);
    await nextFrame();
  }
  expect(told).toEqual([
    ["Ana Agente viewing"],
    ["Ana Agente viewing", "Beto Agente viewing"],
    ["Ana Agente typing", "Beto Agente viewing"],
    ["Ana Agente viewing", "Beto Agente viewing"],
    ["Beto Agente viewing"],
  ]);
  expect(await present(id)).toEqual(told.at(-1));
});

test("a frame of presence holds who is there and no conversation", async () => {
  const { id } = await greet();
  const viewer = await watch(mate);
  await viewer.ready();
  await say(id, "viewing");
  const [frame] = await viewer.changesOf(id, 1);
  expect(frame?.data).toEqual({
    kind: "presence",
    projectId: project.id,
    conversationId: id,
    people: [
      {
        user: { id: agent.id, name: "Ana Agente" },
        state: "viewing",
        expiresAt: expect.any(Number),
      },
    ],
  });
});

test("fifty renewals are told to nobody, and each lengthens the lease", async () => {
  const { id } = await greet();
  await say(id, "typing");
  await db()
    .updateTable("presence")
    .set({ expires_at: Date.now() + 1_000 })
    .where("conversation_id", "=", id)
    .execute();
  for (let n = 0; n < 50; n += 1) expect((await say(id, "typing")).status).toBe(200);
  expect(await countEvents(id)).toBe(1);
  const { body } = await mate.get(pathOf(id));
  expect(body.items[0].expiresAt).toBeGreaterThan(Date.now() + leaseMs - 2_000);
});

test("twenty requests of one person at once are told once", async () => {
  const { id } = await greet();
  await Promise.all(Array.from({ length: 20 }, () => say(id, "viewing")));
  expect(await countEvents(id)).toBe(1);
  await Promise.all(Array.from({ length: 20 }, () => say(id, "gone")));
  expect(await countEvents(id)).toBe(2);
  expect(await present(id)).toEqual([]);
});

test("a lease that nobody renews ends by itself, once", async () => {
  const { id } = await greet();
  const viewer = await watch(mate);
  await viewer.ready();
  await say(id, "viewing");
  await letLapse(id);
  expect(await present(id)).toEqual([]);
  const frames = await viewer.changesOf(id, 2);
  expect(frames.map((frame) => frame.data.people.length)).toEqual([1, 0]);
  expect(await countEvents(id)).toBe(2);
});

test("another project's agent neither sees nor is seen", async () => {
  const { id } = await greet();
  const theirs = await greet({ projectId: elsewhere.jelouProjectId });
  const viewer = await watch(outsider);
  await viewer.ready();
  expect((await say(id, "viewing", outsider)).status).toBe(404);
  expect((await outsider.get(pathOf(id))).status).toBe(404);
  expect((await say("nothing", "viewing")).status).toBe(404);
  await say(id, "viewing");
  await say(theirs.id, "viewing", outsider);
  await viewer.changesOf(theirs.id, 1);
  expect(JSON.stringify(viewer.changes())).not.toContain(id);
  expect(await present(id)).toEqual(["Ana Agente viewing"]);
});

test.each([{ state: "away" }, {}, { state: "viewing", until: 1 }, []])(
  "%j is no state to be in",
  async (body) => {
    const { id } = await greet();
    expect((await agent.put(pathOf(id), body)).status).toBe(400);
    expect(await present(id)).toEqual([]);
  },
);

test("who signs out everywhere is gone; who is signed in elsewhere is not", async () => {
  const { id } = await greet();
  const leaver = await hire(admin, "agent", [project.id], "Lea");
  const phone = await signInAs(leaver.email);
  const viewer = await watch(mate);
  await viewer.ready();
  await say(id, "viewing", leaver);
  await say(id, "viewing", mate);
  await endSession(leaver.sessionId);
  expect((await say(id, "viewing", phone)).status).toBe(200);
  expect(await countEvents(id)).toBe(2);
  await endSession(phone.sessionId);
  const frames = await viewer.changesOf(id, 3);
  expect(namesIn(frames.at(-1)?.data.people)).toEqual(["Beto Agente viewing"]);
});

test("who is disabled is gone", async () => {
  const { id } = await greet();
  const leaver = await hire(admin, "agent", [project.id]);
  const viewer = await watch(mate);
  await viewer.ready();
  await say(id, "typing", leaver);
  await admin.patch(`/api/users/${leaver.id}`, { active: false });
  await expect
    .poll(() => viewer.changes().at(-1)?.data, { timeout: 5_000 })
    .toMatchObject({ kind: "presence", people: [] });
});

test("what a desk left behind when it ended runs out under the next one", async () => {
  const { id } = await greet();
  await say(id, "viewing");
  await desk.stop();
  await desk.start();
  expect(await present(id)).toEqual(["Ana Agente viewing"]);
  await letLapse(id);
  await expect.poll(() => countEvents(id), { timeout: 5_000 }).toBe(2);
});

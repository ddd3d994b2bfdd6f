import { expect, test } from "vitest";
import { findHub } from "@/lib/live/hub";
import { hostileBodies } from "../support/hostile-bodies.ts";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { watch } from "../support/live-stream.ts";
import { messagePayload, startPayload } from "../support/payloads.ts";
import { postWebhook } from "../support/post-webhook.ts";

const {
  desk,
  sandbox,
  admin,
  agent,
  project,
  addProject,
  greet,
  get,
  idOf,
  close,
  settles,
  callsFor,
  withFault,
} = await openDeskWithJelou({}, "postgres");

test("a close goes all the way, and a viewer sees it", async () => {
  const { id, jelou } = await greet({ userName: "Íñigo", initialMessage: "Hola" });
  const viewer = await watch(agent);
  await viewer.ready();
  const message = { type: "text", text: "¡Adiós!" };
  expect((await close(id, { message })).status).toBe(202);
  await settles(id, "confirmed");
  expect(callsFor(jelou.user.id)[0]?.body).toMatchObject({ redirectPayload: message });
  // Planned, sent, confirmed; a confirmation that comes before the answer leaves "accepted" out.
  await expect
    .poll(async () => (await viewer.changesOf(id, 3)).at(-1)?.data.conversation.status)
    .toBe("closed");
});

test("of fifty closes at once one is made and one call goes out", async () => {
  const { id, jelou } = await greet();
  const answers = await Promise.all(Array.from({ length: 50 }, () => close(id)));
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([202, ...Array(49).fill(409)]);
  await settles(id, "confirmed");
  expect(callsFor(jelou.user.id)).toHaveLength(1);
});

test("fifty copies of a message at once make one row and one push", async () => {
  const viewer = await watch(agent);
  await viewer.ready();
  const payload = messagePayload({ conversation: "fifty", id: "same" });
  const answers = await Promise.all(Array.from({ length: 50 }, () => postWebhook(payload)));
  expect(answers.map((answer) => answer.body.status).toSorted()).toEqual([
    ...Array(49).fill("duplicate"),
    "stored",
  ]);
  const id = await idOf("fifty");
  await postWebhook(messagePayload({ conversation: "fifty", id: "next" }));
  await viewer.changesOf(id, 2);
  expect(viewer.changes().filter((frame) => frame.data.conversationId === id)).toHaveLength(2);
});

test.each(Object.entries(hostileBodies))(
  "%s is answered without a fault of ours",
  async (_name, body) => {
    const { status, body: answer } = await postWebhook(body);
    expect(status).toBe(200);
    expect(answer.status).toMatch(/^(stored|quarantined)$/);
  },
);

test("NUL in a search, a filter or a text is no fault of ours", async () => {
  for (const query of ["q=abc%00", "q=%00", "assignee=%00", "project=%00", "cursor=%00"]) {
    expect((await admin.get(`/api/conversations?${query}`)).status).toBeLessThan(500);
  }
  const { id } = await greet();
  const note = "a\0b";
  expect((await close(id, { note, undoMs: 10_000 })).status).toBe(202);
  const input = { name: "a\0b", jelouProjectId: "nul" };
  expect((await admin.post("/api/projects", input)).status).toBe(201);
  const path = `/api/projects/${project.id}/contacts/%00`;
  expect((await admin.remove(path)).status).toBe(404);
  const password = "eight\0letters";
  const user = { email: "nul@example.com", name: "\0x", role: "agent", password };
  expect((await admin.post("/api/users", user)).status).toBe(201);
});

test("a search finds by accents, digits and signs", async () => {
  await postWebhook(startPayload({ conversation: "s", contact: "593900012345", name: "50%_Á" }));
  for (const q of ["50%25_a", "2345", "%25_%C3%81", "%25", "_"]) {
    const { body } = await agent.get(`/api/conversations?q=${q}`);
    expect(
      body.items.map((item: { jelouConversationId: string }) => item.jelouConversationId),
    ).toEqual(["s"]);
  }
});

test("a desk that starts again goes on with the same log", async () => {
  const live = (await agent.get("/api/conversations")).body.live;
  const { id } = await greet();
  await desk.restart();
  const viewer = await watch(agent, { after: live });
  expect((await viewer.changesOf(id, 1))[0]?.data.kind).toBe("conversation");
  expect(await get(id)).toMatchObject({ status: "open" });
  expect(findHub()?.viewers.size).toBe(1);
});

test("an erasure leaves no name behind", async () => {
  const other = await addProject("p-erase");
  const options = { project: other.jelouProjectId };
  await postWebhook(
    startPayload({ ...options, conversation: "e", contact: "99", name: "Rosa" }),
    options,
  );
  expect((await admin.remove(`/api/projects/${other.id}/contacts/99`)).status).toBe(200);
  expect((await admin.get("/api/conversations?q=rosa&status=all")).body.items).toEqual([]);
});

test("a project is connected, changed, and takes events by what was and what is in force", async () => {
  const { id, jelouProjectId } = await addProject("p-connect");
  const path = `/api/projects/${id}/integration`;
  const arrives = async () => {
    const conversation = sandbox.startConversation({ projectId: jelouProjectId });
    await sandbox.settle();
    return sandbox.deliveries.findLast(
      ({ body }) => (body.conversation as { id: string }).id === conversation.id,
    )?.status;
  };
  expect((await admin.post(path, {})).status).toBe(201);
  expect(await arrives()).toBe(200);
  withFault({ on: "update", reset: "after" });
  expect((await admin.patch(path, { authType: "basic" })).status).toBe(504);
  await desk.restart();
  expect(await arrives()).toBe(200);
  const { body } = await admin.patch(path, { authType: "api_key" });
  expect(body.integration).toMatchObject({ authType: "api_key", firstEventAt: expect.any(Number) });
  expect(await arrives()).toBe(200);
});

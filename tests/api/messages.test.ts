import { expect, test } from "vitest";
import type { Message } from "@/lib/conversations/schema";
import { answersOf } from "../support/answers.ts";
import { patiently } from "../support/bulk-desk.ts";
import { pdf, png } from "../support/files.ts";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { watch } from "../support/live-stream.ts";
import { hire } from "../support/people.ts";
import { sendRaw } from "../support/uploads.ts";

const { desk, sandbox, admin, agent, project, addProject, greet, get, close, settles, withFault } =
  await openDeskWithJelou();
const { answer, posted, becomes, thread, sendsTo, textsTo } = answersOf(sandbox, agent);

test("an answer is taken at once and reaches the customer under the id that the desk gave it", async () => {
  const { id, jelou } = await greet();
  sandbox.customerWrites(jelou.id, { type: "text", content: { body: "¿Hola?" } });
  await sandbox.settle();
  const viewer = await watch(agent);
  await viewer.ready();
  const message = await posted(id, "  ¡Buenos días! 👋  ", { clientId: "c-1" });
  expect(message).toMatchObject({
    conversationId: id,
    direction: "out",
    type: "text",
    content: { body: "¡Buenos días! 👋" },
    author: { name: "Ana Agente" },
    clientId: "c-1",
    error: null,
  });
  await becomes(id, message.id, "sent");
  expect(sandbox.conversation(jelou.id)?.messages.at(-1)).toMatchObject({
    id: message.id,
    from: "agent",
    content: { body: "¡Buenos días! 👋" },
  });
  expect(await get(id)).toMatchObject({
    waitingSince: null,
    lastMessage: { direction: "out", preview: "¡Buenos días! 👋" },
    unsent: 0,
  });
  const states = () =>
    viewer
      .changes()
      .filter((frame) => frame.data.message?.id === message.id)
      .map((frame) => frame.data.message.state);
  await expect.poll(() => states().at(-1), patiently).toBe("sent");
  expect(new Set(states())).toEqual(new Set(["queued", "sent"]));
});

test("who answers a conversation that nobody has takes it; another's stays his", async () => {
  const { id } = await greet();
  expect((await get(id)).assignee).toBeNull();
  await posted(id, "Yo me encargo");
  expect((await get(id)).assignee).toMatchObject({ id: agent.id });
  await posted(id, "Y yo ayudo", {}, admin);
  expect((await get(id)).assignee).toMatchObject({ id: agent.id });
});

test("the same post again is the same message, however often and at once", async () => {
  const { id, jelou } = await greet();
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => answer(id, "Una vez", { clientId: "same" })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  const ids = new Set(answers.map(({ body }) => (body as { message: Message }).message.id));
  expect(ids.size).toBe(1);
  await becomes(id, [...ids][0]!, "sent");
  expect(textsTo(jelou.user.id)).toEqual(["Una vez"]);
  const other = await answer(id, "Otra cosa", { clientId: "same" });
  expect([other.status, other.body.reason]).toEqual([409, "client_id"]);
  // Another's id of the same name is another's.
  await posted(id, "Otra cosa", { clientId: "same" }, admin);
});

test("what several people post in a conversation arrives in the order in which it was taken", async () => {
  const { id, jelou } = await greet();
  const other = await hire(admin, "agent", [project.id]);
  withFault({ on: "send", status: 500, userId: jelou.user.id });
  const posts = Array.from({ length: 24 }, (_, index) =>
    posted(id, `n${index}`, {}, index % 2 ? agent : other),
  );
  const messages = await Promise.all(posts);
  await becomes(id, messages.toSorted((a, b) => (a.id < b.id ? -1 : 1)).at(-1)!.id, "sent");
  const inThread = (await thread(id)).map(({ content }) => content.body);
  const [failed, ...sent] = textsTo(jelou.user.id);
  expect(sent).toEqual(inThread);
  expect(failed).toBe(inThread[0]);
});

test("one that Jelou refuses has failed, says why, and holds what comes later until it is tried again", async () => {
  const { id, jelou } = await greet();
  sandbox.customerWrites(jelou.id, { type: "text", content: { body: "¿Hola?" } });
  await sandbox.settle();
  const { waitingSince } = await get(id);
  withFault({ on: "send", status: 422, body: { message: "Bad text" }, userId: jelou.user.id });
  const first = await posted(id, "Primero");
  const failed = await becomes(id, first.id, "failed");
  expect(failed.error).toEqual({ code: "invalid", message: "Bad text" });
  // The customer has no answer yet.
  expect(await get(id)).toMatchObject({ unsent: 1, waitingSince });
  const second = await posted(id, "Segundo");
  expect(await get(id)).toMatchObject({ unsent: 1 });
  expect((await agent.post(`/api/messages/${second.id}/retry`)).status).toBe(409);
  const again = await agent.post(`/api/messages/${first.id}/retry`);
  expect([again.status, again.body.message.state]).toEqual([202, "queued"]);
  await becomes(id, second.id, "sent");
  expect(textsTo(jelou.user.id)).toEqual(["Primero", "Primero", "Segundo"]);
  const ids = sendsTo(jelou.user.id).map((call) => (call.body as { value: Message }).value.id);
  expect(ids).toEqual([first.id, first.id, second.id]);
  expect(await get(id)).toMatchObject({ unsent: 0, waitingSince: null });
});

test("one that is discarded lets the rest go, and was never an answer", async () => {
  const { id, jelou } = await greet();
  sandbox.customerWrites(jelou.id, { type: "text", content: { body: "¿Hola?" } });
  await sandbox.settle();
  withFault({ on: "send", status: 404, userId: jelou.user.id });
  const only = await posted(id, "Sin destino");
  await becomes(id, only.id, "failed");
  const { status, body } = await agent.post(`/api/messages/${only.id}/discard`);
  expect([status, body.message.state]).toEqual([200, "discarded"]);
  const after = await get(id);
  expect(after).toMatchObject({ unsent: 0, lastMessage: { direction: "in", preview: "¿Hola?" } });
  expect(after.waitingSince).not.toBeNull();
  expect((await agent.post(`/api/messages/${only.id}/discard`)).status).toBe(409);
});

test("a conversation that is closed or being closed takes no answer, and says so", async () => {
  const { id, jelou } = await greet();
  const closing = await close(id, { undoMs: 10_000 });
  const refused = await answer(id, "Tarde");
  expect([refused.status, refused.body.reason]).toEqual([409, "closed"]);
  await agent.post(`/api/closes/${closing.body.close.id}/cancel`);
  await posted(id, "A tiempo");
  await close(id);
  await settles(id, "confirmed");
  expect((await answer(id, "Tarde otra vez")).body.reason).toBe("closed");
  expect(textsTo(jelou.user.id)).toEqual(["A tiempo"]);
});

test("a close goes out after what was said before it", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "send", delayMs: 400, userId: jelou.user.id });
  await posted(id, "Adiós");
  await posted(id, "Que le vaya bien");
  await close(id, { message: { type: "text", text: "Cerramos" } });
  await settles(id, "confirmed");
  const kinds = sandbox.calls
    .filter(({ body }) => JSON.stringify(body).includes(jelou.user.id))
    .map(({ kind, status }) => [kind, status]);
  expect(kinds).toEqual([
    ["send", 200],
    ["send", 200],
    ["close", 200],
  ]);
});

test("a message that has failed holds no close up, and what waits behind it is not sent any more", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "send", status: 404, userId: jelou.user.id });
  const failed = await posted(id, "No llega");
  await becomes(id, failed.id, "failed");
  const held = await posted(id, "Detrás");
  await close(id);
  await settles(id, "confirmed");
  const retry = await agent.post(`/api/messages/${failed.id}/retry`);
  expect([retry.status, retry.body.reason]).toEqual([409, "closed"]);
  await agent.post(`/api/messages/${failed.id}/discard`);
  expect((await becomes(id, held.id, "failed")).error?.code).toBe("closed");
  expect(textsTo(jelou.user.id)).toEqual(["No llega"]);
});

test("what was queued when the desk stopped is sent by the next one", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "send", delayMs: 200, userId: jelou.user.id });
  const messages = [];
  for (const text of ["a", "b", "c"]) messages.push(await posted(id, text));
  await desk.restart();
  await becomes(id, messages[2]!.id, "sent");
  expect(textsTo(jelou.user.id)).toEqual(["a", "b", "c"]);
});

test("a project that can't send refuses at once, so that the text stays where it was written", async () => {
  const bare = await addProject("bare");
  const { id } = await greet({ projectId: "bare" });
  await admin.patch(`/api/projects/${bare.id}`, { archived: true });
  const refused = await answer(id, "Nada", {}, admin);
  expect([refused.status, refused.body.reason]).toEqual([409, "archived"]);
  expect(await thread(id, admin)).toEqual([]);
});

test("who doesn't see the conversation can do nothing with it", async () => {
  const other = await addProject("others");
  const outsider = await hire(admin, "agent", [other.id]);
  const { id, jelou } = await greet();
  withFault({ on: "send", status: 404, userId: jelou.user.id });
  const message = await posted(id, "Nuestro");
  await becomes(id, message.id, "failed");
  const answers = [
    await answer(id, "Ajeno", {}, outsider),
    await outsider.post(`/api/messages/${message.id}/retry`),
    await outsider.post(`/api/messages/${message.id}/discard`),
    await outsider.post("/api/messages/unknown/retry"),
    await outsider.post(`/api/conversations/${id}/notes`, { text: "Ajeno" }),
    await outsider.get(`/api/conversations/${id}/drafts`),
    await outsider.put(`/api/conversations/${id}/drafts/answer`, { text: "Ajeno" }),
  ];
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
  const words = answers.slice(1, 4).map(({ body }) => body.error.message);
  expect(new Set(words).size).toBe(1);
});

test.each([
  [{ type: "text", text: "   " }],
  [{ type: "text", text: "x".repeat(4097) }],
  [{ type: "text" }],
  [{ type: "sticker", text: "x" }],
  [{ type: "media" }],
  [{ type: "media", uploadId: "unknown" }],
  [{ type: "text", text: "x", clientId: "" }],
  [{ type: "text", text: "x", extra: 1 }],
])("%j is refused with words", async (body) => {
  const { id } = await greet();
  const refused = await agent.post(`/api/conversations/${id}/messages`, body);
  expect([refused.status, refused.body.error.code]).toEqual([400, "bad_input"]);
  expect(await thread(id)).toEqual([]);
});

test.each([
  ["a picture takes its caption along", png, "guia.png", 202],
  ["a document takes none, since Jelou's pages know none", pdf, "factura.pdf", 400],
])("%s", async (_name, content, filename, status) => {
  const { id, jelou } = await greet();
  const upload = (await sendRaw(agent, content, { filename })).body;
  const input = { type: "media", uploadId: upload.id, caption: "Mire", clientId: "m" };
  const path = `/api/conversations/${id}/messages`;
  const answered = await agent.post(path, input);
  expect(answered.status).toBe(status);
  if (status === 400) {
    expect(answered.body.error.fields).toHaveProperty("caption");
    // Nothing of it is used up.
    const { caption, ...bare } = input;
    expect((await agent.post(path, bare)).status).toBe(202);
  }
  await expect.poll(() => sendsTo(jelou.user.id).length, patiently).toBe(1);
  const sent = sandbox.conversation(jelou.id)?.messages.at(-1);
  await expect.poll(() => sent?.media, patiently).toMatchObject({ status: 200 });
  expect(sent?.content).toEqual(
    status === 202
      ? { url: expect.stringContaining("/api/media/"), mime_type: "image/png", caption: "Mire" }
      : {
          url: expect.stringContaining("/api/media/"),
          mime_type: "application/pdf",
          filename: "factura.pdf",
        },
  );
});

import { expect, onTestFinished, test, vi } from "vitest";
import { signalSender } from "@/lib/conversations/outbox-signal";
import { db } from "@/lib/db/store";
import { patiently } from "../support/bulk-desk.ts";
import { openDeskWithJelou, secrets } from "../support/jelou-desk.ts";
import { watch } from "../support/live-stream.ts";
import { hurryMessage, readMessage, runOut, say, sentTo } from "../support/outbox.ts";

const { desk, sandbox, admin, agent, addProject, greet, get, withFault } = await openDeskWithJelou({
  JELOU_TIMEOUT_MS: "500",
});

const sendTo = (id: string, messagesUrl: string) =>
  admin.patch(`/api/projects/${id}`, { messagesUrl });

type Body = { user_id: string; value: { id: string; content: { body: string } } };

const sendsTo = (userId: string) =>
  sandbox.callsTo("send").filter((call) => (call.body as Body).user_id === userId);
const textsTo = (userId: string) =>
  sendsTo(userId).map((call) => (call.body as Body).value.content.body);

const becomes = async (messageId: string, state: string, attempts?: number) => {
  const read = async () => {
    const row = await readMessage(messageId);
    return attempts === undefined ? [row.state] : [row.state, row.attempts];
  };
  const wanted = attempts === undefined ? [state] : [state, attempts];
  await expect.poll(read, patiently).toEqual(wanted);
  return readMessage(messageId);
};

const codeOf = ({ error }: { error: string | null }) =>
  error === null ? null : (JSON.parse(error) as { code: string }).code;

/** That the next attempt comes after this pause. */
function expectPause(row: Awaited<ReturnType<typeof readMessage>>, since: number, pauseMs: number) {
  expect(row.next_attempt_at! - since).toBeGreaterThanOrEqual(pauseMs);
  expect(row.next_attempt_at! - Date.now()).toBeLessThanOrEqual(pauseMs);
}

test("a text is sent signed, in Jelou's names, and the customer has it once", async () => {
  const { id, jelou } = await greet();
  const viewer = await watch(agent);
  await viewer.ready();
  const messageId = await say(id, "¡Hola! 👋", agent.id);
  expect(await becomes(messageId, "sent")).toMatchObject({ attempts: 1, error: null });
  expect(sendsTo(jelou.user.id).map((call) => [call.status, call.body])).toEqual([
    [
      200,
      {
        field: "messages",
        object: "message_event",
        event_type: "incoming_message",
        project_id: "p1",
        room_id: jelou.roomId,
        bot_id: "bot",
        user_id: jelou.user.id,
        value: { id: messageId, type: "text", content: { body: "¡Hola! 👋" } },
      },
    ],
  ]);
  expect(sandbox.conversation(jelou.id)?.messages).toMatchObject([{ id: messageId }]);
  expect(await get(id)).toMatchObject({
    lastMessage: { direction: "out", preview: "¡Hola! 👋" },
    waitingSince: null,
  });
  const { body } = await agent.get(`/api/conversations/${id}/messages`);
  expect(body.items).toMatchObject([
    { id: messageId, direction: "out", state: "sent", author: { name: "Ana Agente" } },
  ]);
  const states = async () =>
    viewer
      .changes()
      .filter((frame) => frame.data.message?.id === messageId)
      .map((frame) => frame.data.message.state);
  await expect.poll(async () => (await states()).at(-1), patiently).toBe("sent");
});

test("what is said in one conversation arrives in its order, whatever the first one meets", async () => {
  const { id, jelou } = await greet();
  const beside = await greet();
  withFault({ on: "send", status: 503, userId: jelou.user.id });
  const ids = [];
  for (const text of ["uno", "dos", "tres"]) ids.push(await say(id, text));
  await becomes(ids[0]!, "queued", 1);
  await say(beside.id, "otro");
  await expect.poll(() => textsTo(beside.jelou.user.id), patiently).toEqual(["otro"]);
  expect(textsTo(jelou.user.id)).toEqual(["uno"]);
  await hurryMessage(ids[0]!);
  await becomes(ids[2]!, "sent");
  expect(textsTo(jelou.user.id)).toEqual(["uno", "uno", "dos", "tres"]);
  expect((await sentTo(id)).map((each) => each.state)).toEqual(["sent", "sent", "sent"]);
});

type Fault = Parameters<typeof withFault>[0];

test.each<[string, object, string, boolean]>([
  ["a 500", { status: 500 }, "server_error", false],
  ["a 500 that did take it", { status: 500, effect: true }, "server_error", true],
  ["no answer", { hang: true }, "timeout", true],
  ["a reset", { reset: "before" }, "reset", false],
])("after %s it is sent again under the same id", async (_name, fault, code, taken) => {
  const { id, jelou } = await greet();
  withFault({ on: "send", ...fault } as Fault);
  const before = Date.now();
  const messageId = await say(id);
  const queued = await becomes(messageId, "queued", 1);
  expect(codeOf(queued)).toBe(code);
  expectPause(queued, before, 1_000);
  expect(sandbox.conversation(jelou.id)?.messages).toHaveLength(taken ? 1 : 0);
  await hurryMessage(messageId);
  await becomes(messageId, "sent", 2);
  const ids = sendsTo(jelou.user.id).map((call) => (call.body as Body).value.id);
  expect(ids).toEqual([messageId, messageId]);
  expect(sandbox.conversation(jelou.id)?.messages).toHaveLength(1);
});

test("it is tried at growing pauses for a minute, and then it has failed", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "send", status: 500 }, 7);
  let before = Date.now();
  const messageId = await say(id);
  for (const [index, pause] of [1_000, 3_000, 8_000, 15_000, 15_000].entries()) {
    const queued = await becomes(messageId, "queued", index + 1);
    expectPause(queued, before, pause);
    expect(queued.give_up_at! - queued.at - 60_000).toBeLessThan(5_000);
    before = Date.now();
    await hurryMessage(messageId);
  }
  await becomes(messageId, "queued", 6);
  await runOut(messageId);
  await hurryMessage(messageId);
  const failed = await becomes(messageId, "failed", 7);
  expect([codeOf(failed), failed.next_attempt_at]).toEqual(["server_error", null]);
  expect(sendsTo(jelou.user.id)).toHaveLength(7);
});

test("where nobody answers it is tried again, too", async () => {
  const { id: moved } = await addProject("unreached");
  await sendTo(moved, sandbox.messagesUrl.replace("http:", "https:"));
  const { id, jelou } = await greet({ projectId: "unreached" });
  const before = Date.now();
  const messageId = await say(id);
  const queued = await becomes(messageId, "queued", 1);
  expect(codeOf(queued)).toBe("unreachable_tls");
  expectPause(queued, before, 1_000);
  await sendTo(moved, sandbox.messagesUrl);
  await hurryMessage(messageId);
  await becomes(messageId, "sent", 2);
  expect(sendsTo(jelou.user.id)).toHaveLength(1);
});

test.each<[string, Record<string, string>, number, number]>([
  ["as long as it asks", { "Retry-After": "7" }, 7_000, 7_000],
  ["as long as the minute lets it", { "Retry-After": "3600" }, 56_000, 58_000],
  ["a little where it names no time", {}, 1_000, 1_000],
])("after a 429 the next attempt waits %s", async (_name, headers, least, most) => {
  const { id } = await greet();
  withFault({ on: "send", status: 429, headers });
  const before = Date.now();
  const messageId = await say(id);
  const queued = await becomes(messageId, "queued", 1);
  expect(codeOf(queued)).toBe("rate_limited");
  expect(queued.next_attempt_at! - before).toBeGreaterThanOrEqual(least);
  expect(queued.next_attempt_at! - Date.now()).toBeLessThanOrEqual(most);
  await hurryMessage(messageId);
  await becomes(messageId, "sent", 2);
});

test.each([
  [401, "unauthorized"],
  [404, "not_found"],
  [422, "invalid"],
])("a %d is final, and what follows waits for somebody to look at it", async (status, code) => {
  const { id, jelou } = await greet();
  withFault({ on: "send", status, body: { message: `No: ${secrets.signingSecret}` } });
  const first = await say(id, "Primero");
  const second = await say(id, "Segundo");
  const failed = await becomes(first, "failed", 1);
  expect(codeOf(failed)).toBe(code);
  expect(failed.error).not.toContain(secrets.signingSecret);
  await becomes(await say((await greet()).id, "testigo"), "sent");
  expect(await readMessage(second)).toMatchObject({ state: "queued", attempts: 0 });
  expect((await agent.post(`/api/messages/${first}/discard`)).status).toBe(200);
  await becomes(second, "sent", 1);
  expect(textsTo(jelou.user.id)).toEqual(["Primero", "Segundo"]);
});

test("without a signing secret, or in an archived project, it fails and says why, calling nobody", async () => {
  const { id: bare } = await addProject("bare");
  const { id, jelou } = await greet({ projectId: "bare" });
  const other = await greet({ projectId: "bare" });
  await admin.patch(`/api/projects/${bare}`, { archived: true });
  expect(codeOf(await becomes(await say(id), "failed", 0))).toBe("archived");
  await admin.patch(`/api/projects/${bare}`, { archived: false });
  await db().updateTable("projects").set({ webhook_secret: null }).where("id", "=", bare).execute();
  expect(codeOf(await becomes(await say(other.id), "failed", 0))).toBe("no_secret");
  expect(sendsTo(jelou.user.id)).toEqual([]);
});

test("a desk that stops lets the call under way end, and the one that starts sends what is left", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "send", delayMs: 300 });
  const first = await say(id, "en camino");
  await expect.poll(() => textsTo(jelou.user.id), patiently).toEqual(["en camino"]);
  const second = await say(id, "después");
  await desk.restart();
  expect((await readMessage(first)).state).toBe("sent");
  await becomes(second, "sent");
  expect(textsTo(jelou.user.id)).toEqual(["en camino", "después"]);
});

test("what a dead desk was sending is sent again after its lease, under its id", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "send", status: 500, effect: true });
  const messageId = await say(id);
  await becomes(messageId, "queued", 1);
  await desk.stop();
  await desk.start();
  const ofThis = () => db().updateTable("messages").where("id", "=", messageId);
  await ofThis()
    .set({ state: "sending", attempts: 2, next_attempt_at: Date.now() + 600_000 })
    .execute();
  const next = await say(id, "detrás");
  await becomes(await say((await greet()).id, "testigo"), "sent");
  expect((await readMessage(next)).state).toBe("queued");
  expect(await readMessage(messageId)).toMatchObject({ state: "sending", attempts: 2 });
  await ofThis()
    .set({ next_attempt_at: Date.now() - 1 })
    .execute();
  await becomes(next, "sent");
  expect(await readMessage(messageId)).toMatchObject({ state: "sent", attempts: 3 });
  expect(sandbox.conversation(jelou.id)?.messages).toHaveLength(2);
});

test("what this desk is sending it doesn't send again, whatever the clock says of its lease", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "send", delayMs: 150 });
  const messageId = await say(id, "una vez");
  await expect.poll(() => textsTo(jelou.user.id), patiently).toEqual(["una vez"]);
  const now = Date.now;
  const clock = vi.spyOn(Date, "now").mockImplementation(() => now() + 20_000);
  onTestFinished(() => clock.mockRestore());
  signalSender();
  await becomes(messageId, "sent", 1);
  expect(textsTo(jelou.user.id)).toEqual(["una vez"]);
});

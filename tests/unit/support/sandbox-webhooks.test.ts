import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { openSandbox, secrets } from "./open-sandbox.ts";

const text = (body: string) => ({ type: "text", content: { body } });

test("signs the exact bytes it posts", async () => {
  const { sandbox, inbox, ana } = await openSandbox();
  sandbox.customerWrites(ana().id, text("Señal: ñandú 🚀"));
  await sandbox.settle();
  expect(inbox).toHaveLength(2);
  for (const { headers, raw } of inbox) {
    const hex = createHmac("sha256", secrets.signingSecret).update(raw).digest("hex");
    expect(headers["x-jelou-signature"]).toBe(`sha256=${hex}`);
  }
});

test("start and message carry the fields of the samples, in order", async () => {
  const { sandbox, inbox, ana } = await openSandbox();
  const details = {
    initialMessage: "Asesor",
    metadata: { ticketId: "T-1" },
    assignment: { type: "queue", target: "SOPORTE" },
  };
  const { id, roomId } = ana({ ...details, at: 1_776_134_270_000 });
  sandbox.customerWrites(id, text("Hola"), { at: 1_776_134_278_574, id: "m1" });
  await sandbox.settle();
  const parties = {
    project_id: "p1",
    room_id: roomId,
    contact: { id: "ana", name: "Ana Paz" },
    conversation: { id },
    bot: { id: "bot", name: "Asistente" },
  };
  expect(inbox.map(({ body }) => body)).toEqual([
    {
      event: "conversation.start",
      timestamp: 1_776_134_270_000,
      field: "conversation",
      object: "conversation_event",
      event_type: "start",
      ...parties,
      value: details,
    },
    {
      field: "messages",
      object: "message_event",
      event_type: "message",
      timestamp: 1_776_134_278_574,
      ...parties,
      value: { id: "m1", type: "text", content: { body: "Hola" } },
    },
  ]);
});

test("a silent start is known to Jelou only", async () => {
  const { sandbox, inbox, ana } = await openSandbox();
  const conversation = ana({ silent: true });
  await sandbox.settle();
  expect(inbox).toEqual([]);
  expect(sandbox.conversation(conversation.id)?.status).toBe("open");
});

test("a project's own header goes along; without a webhook nothing is posted", async () => {
  const { sandbox, inbox, webhookUrl } = await openSandbox();
  const header = { name: "X-API-Key", value: "desk-key" };
  sandbox.addProject({ id: "p2", ...secrets, webhookUrl, header });
  sandbox.addProject({ id: "p3", ...secrets });
  sandbox.startConversation({ projectId: "p2" });
  sandbox.startConversation({ projectId: "p3" });
  await sandbox.settle();
  expect(inbox.map(({ headers }) => headers["x-api-key"])).toEqual(["desk-key"]);
});

test("a lost webhook is never posted", async () => {
  const { sandbox, inbox, close, ana } = await openSandbox();
  ana();
  sandbox.faults.next({ on: "webhook", event: "conversation.close", lose: true });
  await close({});
  await sandbox.settle();
  expect(inbox.map(({ body }) => body.event)).toEqual(["conversation.start"]);
});

test("duplicates are the same bytes", async () => {
  const { sandbox, inbox, ana } = await openSandbox();
  sandbox.faults.next({ on: "webhook", duplicate: 2 });
  ana();
  await sandbox.settle();
  expect(new Set(inbox.map(({ raw }) => raw.toString())).size).toBe(1);
  expect(sandbox.deliveries).toHaveLength(3);
});

test.each([{ delayMs: 250 }, { outOfOrder: true }] as const)("overtaken: %o", async (fault) => {
  const { sandbox, inbox, ana } = await openSandbox();
  const { id } = ana();
  await sandbox.settle();
  sandbox.faults.next({ on: "webhook", ...fault });
  sandbox.customerWrites(id, text("uno"));
  sandbox.customerWrites(id, text("dos"));
  await sandbox.settle();
  expect(inbox.slice(1).map(({ body }) => body.value.content.body)).toEqual(["dos", "uno"]);
});

test("a bad signature fits no secret of the project", async () => {
  const { sandbox, inbox, ana } = await openSandbox();
  sandbox.faults.next({ on: "webhook", badSignature: true });
  ana();
  await sandbox.settle();
  const [event] = inbox;
  const hex = createHmac("sha256", secrets.signingSecret)
    .update(event?.raw ?? "")
    .digest("hex");
  expect(event?.headers["x-jelou-signature"]).toMatch(/^sha256=[0-9a-f]{64}$/);
  expect(event?.headers["x-jelou-signature"]).not.toContain(hex);
});

test("each delivery says how the desk took it", async () => {
  const { sandbox, ana } = await openSandbox();
  ana();
  sandbox.addProject({ id: "down", ...secrets, webhookUrl: "http://127.0.0.1:1/" });
  sandbox.startConversation({ projectId: "down" });
  await sandbox.settle();
  const taken = sandbox.deliveries.find(({ projectId }) => projectId === "p1");
  const failed = sandbox.deliveries.find(({ projectId }) => projectId === "down");
  expect(taken).toMatchObject({ status: 200, error: null, body: { event_type: "start" } });
  expect(failed).toMatchObject({ status: null, error: expect.stringContaining("fetch failed") });
});

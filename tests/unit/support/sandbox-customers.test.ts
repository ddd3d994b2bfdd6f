import { crc32, inflateSync } from "node:zlib";
import { expect, test, vi } from "vitest";
import { openSandbox } from "./open-sandbox.ts";

test("a seeded past reaches the desk, oldest first and never in the future", async () => {
  const { sandbox, inbox } = await openSandbox();
  await sandbox.customers.seed({ conversations: 60 });
  const starts = inbox.filter(({ body }) => body.event === "conversation.start");
  expect(starts).toHaveLength(60);
  expect(sandbox.conversations().filter(({ status }) => status === "open").length).toBeGreaterThan(
    45,
  );
  expect(Math.max(...inbox.map(({ body }) => body.timestamp))).toBeLessThanOrEqual(Date.now());
  const opened = sandbox.conversations().map(({ startedAt }) => startedAt);
  expect(opened.at(-1)).toBeGreaterThan(opened[0] ?? 0);
  const types = new Set(
    sandbox.conversations().flatMap(({ messages }) => messages.map((m) => m.type)),
  );
  expect([...types].toSorted()).toEqual(["audio", "document", "image", "text"]);
  const words = JSON.stringify(inbox.map(({ body }) => body.value));
  expect(new Set(starts.map(({ body }) => body.contact.name)).size).toBe(40);
  expect(words).not.toMatch(/[{]\w+[}]|undefined/);
});

test("the same seed brings the same people", async () => {
  const [one, two] = [await openSandbox(), await openSandbox()];
  for (const { sandbox } of [one, two])
    await sandbox.customers.seed({ conversations: 10, seed: 7 });
  const people = ({ sandbox }: typeof one) => sandbox.conversations().map(({ user }) => user);
  expect(people(one)).toEqual(people(two));
});

test("customers arrive, go on writing, and some return after a close", async () => {
  const { sandbox, close } = await openSandbox();
  sandbox.customers.start({ projectId: "p1", perMinute: 6000, pace: 0.001, maxOpen: 5 });
  await vi.waitFor(
    async () => {
      for (const { user, status, messages } of sandbox.conversations()) {
        if (status === "open" && messages.length > 2) await close({ userId: user.id });
      }
      const all = sandbox.conversations();
      const users = new Set(all.map(({ user }) => user.id));
      expect(users.size).toBeLessThan(all.length);
      const late = ({ closedAt, messages }: (typeof all)[number]) =>
        closedAt !== null && messages.some(({ at }) => at > closedAt);
      expect(all.some(late)).toBe(true);
    },
    { timeout: 15_000, interval: 20 },
  );
  sandbox.customers.stop();
  await sandbox.settle();
}, 20_000);

test("a customer answers an agent", async () => {
  const { sandbox, send } = await openSandbox();
  await sandbox.customers.seed({ conversations: 1 });
  const [conversation] = sandbox.conversations();
  if (!conversation) throw new Error("nothing was seeded");
  const { roomId, bot, user, messages } = conversation;
  const before = messages.length;
  await send({
    field: "messages",
    object: "message_event",
    event_type: "incoming_message",
    project_id: "p1",
    room_id: roomId,
    bot_id: bot.id,
    user_id: user.id,
    value: { id: "a1", type: "text", content: { body: "Ya lo reviso" } },
  });
  sandbox.customers.start({ projectId: "p1", perMinute: 1, pace: 0.001, maxOpen: 1 });
  await vi.waitFor(() => expect(messages.length).toBeGreaterThan(before + 1));
  sandbox.customers.stop();
  expect(messages.at(-1)?.from).toBe("customer");
});

test("pictures, documents and voice notes are real files", async () => {
  const { sandbox } = await openSandbox();
  const get = async (name: string) => {
    const response = await fetch(`${sandbox.url}/media/${name}`);
    return {
      type: response.headers.get("content-type"),
      bytes: Buffer.from(await response.arrayBuffer()),
    };
  };
  const picture = await get("factura-de-luz.png");
  expect(picture.type).toBe("image/png");
  expect(picture.bytes.readUInt32BE(29)).toBe(crc32(picture.bytes.subarray(12, 29)));
  const pixels = inflateSync(picture.bytes.subarray(41, picture.bytes.length - 16));
  expect(pixels).toHaveLength(360 * (1 + 480 * 3));

  const paper = (await get("factura-1.pdf")).bytes.toString("latin1");
  const table = Number(/startxref\n(\d+)/.exec(paper)?.[1]);
  expect(paper.slice(table, table + 4)).toBe("xref");
  expect(
    [...paper.matchAll(/^(\d{10}) 00000 n/gm)].map(([, at]) =>
      paper.slice(Number(at), Number(at) + 7),
    ),
  ).toEqual([1, 2, 3, 4, 5].map((number) => `${number} 0 obj`));

  const voice = (await get("nota.wav")).bytes;
  expect(voice.readUInt32LE(4)).toBe(voice.length - 8);
  expect(voice.readUInt32LE(40)).toBe(voice.length - 44);

  expect((await fetch(`${sandbox.url}/media/nada.mp4`)).status).toBe(404);
});

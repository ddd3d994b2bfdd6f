import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fromJelou } from "@/lib/jelou/from-jelou";
import { hostileBodies } from "../support/hostile-bodies.ts";
import { closePayload, messagePayload, startPayload } from "../support/payloads.ts";

const sample = (name: string) =>
  readFileSync(new URL(`../support/fixtures/jelou/${name}.json`, import.meta.url));
const read = (payload: unknown, project = "p1") =>
  fromJelou(Buffer.from(JSON.stringify(payload)), project);

const common = {
  jelouConversationId: "CONVERSATION_ID",
  roomId: "ROOM_ID",
  bot: { id: "BOT_ID", name: "BOT_NAME" },
  contact: { id: "USER_ID", name: "USER_NAME" },
};

test.each([
  [
    "webhook.conversation.close",
    { kind: "close", at: 1777992928697, reason: "closed_by_operator" },
  ],
  [
    "webhook.conversation.start",
    {
      kind: "start",
      at: 1776134270000,
      initialMessage: "Quiero hablar con una persona",
      metadata: '{"ticketId":"T-12345"}',
      assignment: '{"type":"queue","target":"SOPORTE"}',
    },
  ],
  [
    "webhook.message.text",
    {
      kind: "message",
      at: 1776134278574,
      jelouMessageId: "MESSAGE_ID",
      type: "text",
      content: { body: "Hola" },
      preview: "Hola",
    },
  ],
  [
    "webhook.message.image",
    {
      kind: "message",
      at: 1776134352163,
      jelouMessageId: "MESSAGE_ID_2",
      type: "image",
      content: {
        url: "https://files.example.com/photo.jpg",
        mimeType: "image/jpeg",
        caption: "Mi factura",
        filename: null,
      },
      preview: "Mi factura",
    },
  ],
])("Jelou's own sample is read: %s", (name, event) => {
  expect(fromJelou(sample(name), "PROJECT_ID").event).toEqual({ ...common, ...event });
});

test("the kind is in event or in event_type, and event has the first word", () => {
  const { event, ...rest } = closePayload();
  expect(read({ ...rest, event_type: "close" }).event?.kind).toBe("close");
  expect(read({ ...rest, event: null }).event?.kind).toBe("close");
  expect(read({ ...rest, event: "conversation.start", value: {} }).event?.kind).toBe("start");
  expect(read({ ...messagePayload(), event: "message" }).event?.kind).toBe("message");
});

test("numbers are good ids, unknown fields are let by, and what may be missing may", () => {
  const { room_id, project_id, ...rest } = messagePayload();
  const reading = read({
    ...rest,
    extra: { a: 1 },
    contact: { id: 593987 },
    bot: { id: 1, name: " " },
    conversation: { id: 42, more: 1 },
    value: { ...rest.value, id: 7 },
  });
  expect(reading.event).toMatchObject({
    jelouConversationId: "42",
    jelouMessageId: "7",
    roomId: null,
    contact: { id: "593987", name: null },
    bot: { id: "1", name: null },
  });
  const { value, ...close } = closePayload();
  expect(read(close).event).toMatchObject({ kind: "close", reason: null });
});

test("a type of message that we don't know keeps its content as text", () => {
  const reading = read(messagePayload({ type: "poll", content: { options: ["a", "b"] } }));
  expect(reading.event).toMatchObject({
    type: "poll",
    content: { raw: '{"options":["a","b"]}' },
    preview: "",
  });
});

test.each([
  [{ ...closePayload(), event: "conversation.rated" }, "unknown", "conversation.rated"],
  [{ ...closePayload(), event: undefined, event_type: undefined }, "unknown", null],
  [closePayload({ project: "p2" }), "not the one", "conversation.close"],
  [{ ...closePayload(), project_id: null }, "not the one", "conversation.close"],
  [{ ...closePayload(), timestamp: "yesterday" }, "timestamp", "conversation.close"],
  [{ ...closePayload(), timestamp: 1.5 }, "timestamp", "conversation.close"],
  [{ ...closePayload(), contact: {} }, "contact.id", "conversation.close"],
  [{ ...messagePayload(), value: { id: "m", type: "text", content: {} } }, "body", "message"],
  [messagePayload({ id: "" }), "value.id", "message"],
])("what can't be read comes back with the reason: %#", (payload, reason, kind) => {
  const reading = read(payload);
  expect(reading.event).toBeUndefined();
  expect(reading).toMatchObject({ reason: expect.stringContaining(reason), kind });
});

test.each(Object.entries(hostileBodies))(
  "%s is read or put aside, without an exception",
  (_name, raw) => {
    const reading = fromJelou(raw, "p1");
    expect(reading.event === undefined).toBe(typeof reading.reason === "string");
    for (const text of textsOf(reading)) {
      expect(text.includes("\0")).toBe(false);
      expect(text.isWellFormed()).toBe(true);
    }
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  },
);

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flat().flatMap(textsOf);
}

test("no bytes and no JSON make it throw", () => {
  fc.assert(fc.property(fc.uint8Array(), (raw) => void fromJelou(raw, "p1")));
  const shaped = fc.record(
    {
      event: fc.oneof(fc.constantFrom("message", "close", "start"), fc.jsonValue()),
      event_type: fc.jsonValue(),
      timestamp: fc.oneof(fc.nat(), fc.jsonValue()),
      project_id: fc.oneof(fc.constant("p1"), fc.jsonValue()),
      room_id: fc.jsonValue(),
      contact: fc.oneof(fc.constant({ id: "u" }), fc.jsonValue()),
      conversation: fc.oneof(fc.constant({ id: "c" }), fc.jsonValue()),
      bot: fc.oneof(fc.constant({ id: "b" }), fc.jsonValue()),
      value: fc.oneof(
        fc.record({ id: fc.jsonValue(), type: fc.string(), content: fc.jsonValue() }),
        fc.jsonValue(),
      ),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(shaped, (payload) => void read(payload)),
    { numRuns: 1_000 },
  );
});

test("a message goes by its conversation and id, everything else by its bytes", () => {
  const key = (payload: unknown) => read(payload).dedupeKey;
  const message = messagePayload({ id: "m1", body: "uno" });
  expect(key({ ...message, extra: 1 })).toBe(key(message));
  expect(key(messagePayload({ id: "m1", conversation: "c2" }))).not.toBe(key(message));
  expect(key(messagePayload({ id: "m2" }))).not.toBe(key(message));
  expect(key(startPayload({ at: 1 }))).not.toBe(key(startPayload({ at: 2 })));
  // Neither id may reach into the other's place.
  expect(key(messagePayload({ conversation: 'a","b', id: "c" }))).not.toBe(
    key(messagePayload({ conversation: "a", id: 'b","c' })),
  );
});

test("the content tells a repeat from another message of the same id", () => {
  const hash = (payload: unknown) => read(payload).contentHash;
  const message = messagePayload({ id: "m1", body: "uno", at: 1 });
  expect(hash(messagePayload({ id: "m1", body: "uno", at: 2 }))).toBe(hash(message));
  expect(hash(messagePayload({ id: "m1", body: "dos" }))).not.toBe(hash(message));
});

test("a customer's name turns nothing round that stands beside it", () => {
  const nameOf = (name: string) => read(startPayload({ name })).event?.contact.name;
  expect(nameOf("\u202eAna\u2066 \u2069Pérez")).toBe("Ana Pérez");
  expect(nameOf("مريم بنت أحمد")).toBe("مريم بنت أحمد");
  expect(nameOf("\u202e")).toBeNull();
});

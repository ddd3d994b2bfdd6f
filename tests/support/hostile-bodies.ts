import { closePayload, messagePayload, startPayload } from "./payloads.ts";

const depth = 100_000;
const deep = "[".repeat(depth) + "]".repeat(depth);
const deepObject = `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const many = `[${"0,".repeat(499_999)}0]`;

/** The JSON of a payload with the text "~" replaced by raw JSON. */
const holed = (payload: object, json: string) =>
  Buffer.from(JSON.stringify(payload).replace('"~"', () => json));

const named = (name: string) => startPayload({ conversation: "named", name });
const placeholder = "~" as unknown as object;

/** Signed bodies that no honest Jelou sends: each must be answered, soon, and without a fault of ours. */
export const hostileBodies: Record<string, Buffer> = {
  "arrays a hundred thousand deep": Buffer.from(deep),
  "a project id a hundred thousand deep": holed(startPayload({ project: "~" }), deep),
  "a project id that refuses to be text": holed(
    startPayload({ project: "~" }),
    '{"toString":1,"valueOf":2}',
  ),
  "metadata a hundred thousand deep": holed(startPayload({ value: { metadata: "~" } }), deepObject),
  "content a hundred thousand deep": holed(
    messagePayload({ content: placeholder, type: "poll" }),
    deep,
  ),
  "a text a hundred thousand deep": holed(messagePayload({ content: placeholder }), deepObject),
  "half a million elements": Buffer.from(many),
  "content of half a million elements": holed(
    messagePayload({ content: placeholder, type: "poll" }),
    many,
  ),
  "a contact of half a million elements": holed({ ...startPayload(), contact: "~" }, many),
  "eighty thousand fields": Buffer.from(
    `{${Array.from({ length: 80_000 }, (_, n) => `"k${n}":1`).join()},"event":"x"}`,
  ),
  "NUL in every text": Buffer.from(
    JSON.stringify(
      messagePayload({ conversation: "nul", name: "A\0na", body: "ho\0la", type: "text" }),
    ),
  ),
  "NUL in an id": Buffer.from(JSON.stringify(messagePayload({ id: "a\0b" }))),
  "NUL in the kind": Buffer.from(JSON.stringify({ ...startPayload(), event: "sta\0rt" })),
  "NUL between the bytes": Buffer.concat([
    Buffer.from(JSON.stringify(startPayload())),
    Buffer.of(0),
  ]),
  "a NUL in metadata": Buffer.from(
    JSON.stringify(startPayload({ conversation: "nul2", value: { metadata: { "a\0": "\0" } } })),
  ),
  "a NUL in a content that we don't know": Buffer.from(
    JSON.stringify(messagePayload({ conversation: "nul3", type: "poll", content: { a: "\0" } })),
  ),
  "lone surrogates": holed(messagePayload({ content: placeholder }), '{"body":"\\ud800 \\udc00"}'),
  "a lone surrogate in an id": holed(messagePayload({ id: "~" }), '"\\ud800"'),
  "a lone surrogate in metadata": holed(
    startPayload({ conversation: "sur", value: { metadata: "~" } }),
    '{"\\udfff":"\\ud800"}',
  ),
  "__proto__ as a field": holed(
    startPayload({ conversation: "proto", value: { metadata: "~" } }),
    '{"__proto__":{"admin":true},"constructor":{"prototype":1}}',
  ),
  "__proto__ as the kind": Buffer.from(JSON.stringify({ ...startPayload(), event: "__proto__" })),
  "__proto__ as the type": Buffer.from(JSON.stringify(messagePayload({ type: "__proto__" }))),
  "toString as the type": Buffer.from(JSON.stringify(messagePayload({ type: "toString" }))),
  "an id above 2^53": holed(messagePayload({ id: "~" }), "9007199254740993"),
  "a time above 2^53": holed({ ...startPayload(), timestamp: "~" }, "9007199254740993"),
  "an endless time": holed({ ...startPayload(), timestamp: "~" }, "1e400"),
  "a negative time": holed({ ...startPayload(), timestamp: "~" }, "-1"),
  "the largest time": holed(
    { ...messagePayload({ conversation: "late" }), timestamp: "~" },
    String(Number.MAX_SAFE_INTEGER),
  ),
  "a close in the largest time": holed(
    { ...closePayload({ conversation: "late" }), timestamp: "~" },
    String(Number.MAX_SAFE_INTEGER),
  ),
  "bytes that are no UTF-8": Buffer.from([0x7b, 0xc3, 0x28, 0xff, 0x7d]),
  "a byte order mark": Buffer.concat([
    Buffer.of(0xef, 0xbb, 0xbf),
    Buffer.from(JSON.stringify(startPayload({ conversation: "bom" }))),
  ]),
  "UTF-16": Buffer.from(JSON.stringify(startPayload()), "utf16le"),
  "a kind that is a list": Buffer.from(JSON.stringify({ ...startPayload(), event: ["close"] })),
  "a kind that is a number": Buffer.from(JSON.stringify({ ...startPayload(), event: 1 })),
  "an id of 257 letters": Buffer.from(JSON.stringify(messagePayload({ id: "x".repeat(257) }))),
  "ids of 256 wide letters": Buffer.from(
    JSON.stringify(
      messagePayload({
        conversation: "語".repeat(256),
        contact: "語".repeat(256),
        bot: "語".repeat(256),
        id: "語".repeat(256),
      }),
    ),
  ),
  "a name of a mebibyte": Buffer.from(JSON.stringify(named("ñ".repeat(500_000)))),
  "a name that folds into eighteen times its length": Buffer.from(
    JSON.stringify(named("ﷺ".repeat(300_000))),
  ),
  "a text of spaces": Buffer.from(JSON.stringify(messagePayload({ body: " \n".repeat(300_000) }))),
  null: Buffer.from("null"),
  "a text alone": Buffer.from('"message"'),
};

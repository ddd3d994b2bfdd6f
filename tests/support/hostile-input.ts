import fc from "fast-check";

/** As far as the desk's own description of its input goes. */
export type Schema = {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minimum?: number;
  maximum?: number;
};

const deep = (depth: number) => JSON.parse("[".repeat(depth) + "]".repeat(depth)) as unknown;

const texts = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "\udfff\ud800",
    "\u202e\u2066fdp.exe",
    "é".normalize("NFD").repeat(50),
    `a${"\u0301".repeat(10_000)}`,
    "__proto__",
    "constructor",
    "toString",
    "' or 1=1 --",
    '"><script>alert(1)</script>',
    "%",
    "%00",
    "_%_\\",
    "../../etc/passwd",
    "-1",
    "0x10",
    "1e400",
    "NaN",
    "Infinity",
    "2147483648",
    "9007199254740993",
    "9223372036854775808",
    "99999999999999999999999",
    "me",
    "none",
    "https://127.0.0.1/",
    "javascript:alert(1)",
    "\ufeffx",
    "ﷺ".repeat(300),
  ),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.base64String({ maxLength: 60 }),
  fc.integer({ min: 1, max: 20 }).map((power) => "x".repeat(2 ** power)),
);

const numbers = fc.oneof(
  fc.constantFrom(0, -0, -1, 1, 0.5, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 9.3e18, 1e308, 5e-324),
  fc.integer(),
  fc.double(),
);

const anything = fc.oneof(
  { weight: 3, arbitrary: texts },
  { weight: 2, arbitrary: numbers },
  fc.constantFrom<unknown>(null, true, false, [], {}, [[]], deep(50), deep(3_000)),
  fc
    .constantFrom('{"__proto__":{"admin":true}}', '{"constructor":{"prototype":1}}')
    .map((json) => JSON.parse(json) as unknown),
  fc.jsonValue(),
);

/** What fits, now and then with something in it that doesn't; `ids` are of what there is. */
const near = (schema: Schema, ids: string[]): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 14, arbitrary: fitting(schema, ids) }, { weight: 1, arbitrary: anything });

function fitting(schema: Schema, ids: string[]): fc.Arbitrary<unknown> {
  const { type, properties, items, minimum, maximum } = schema;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((each) => near(each, ids)));
  if ("const" in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (type === "string") return fc.oneof({ weight: 8, arbitrary: plain(ids) }, texts);
  if (type === "integer" || type === "number")
    return fc.oneof(
      {
        weight: 8,
        arbitrary: fc.integer({
          min: Math.max(minimum ?? 0, -1e9),
          max: Math.min(maximum ?? 100, 1e9),
        }),
      },
      numbers,
    );
  if (type === "boolean") return fc.boolean();
  if (type === "array") return fc.array(near(items ?? {}, ids), { maxLength: 4 });
  if (!properties) return anything;
  const fields = Object.entries(properties).map(([name, each]) => [name, near(each, ids)]);
  return fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: schema.required ?? [],
  });
}

const plain = (ids: string[]) =>
  fc.constantFrom(...ids, "x", "5", "ana@example.com", "un texto más largo", "💥");

/** Bodies as bytes: mostly JSON that nearly fits, else what is none. */
export const bodyOf = (schema: Schema | undefined, ids: string[]): fc.Arbitrary<string | Buffer> =>
  fc.oneof(
    { weight: 20, arbitrary: near(schema ?? {}, ids).map((value) => JSON.stringify(value)) },
    fc.constantFrom(
      "",
      "{",
      "null",
      '"text"',
      '{"a":1,"a":2}',
      "\ufeff{}",
      '{"text":"\\ud800"}',
      '{"__proto__":{"toString":1}}',
      "[".repeat(100_000),
      `{"text":"${"x".repeat(2 ** 20)}"}`,
      `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`,
      Buffer.from([0x7b, 0xc3, 0x28, 0xff, 0x7d]),
      Buffer.from('{"text":"x"}', "utf16le"),
      Buffer.alloc(1_000),
    ),
  );

export const queryOf = (schemas: Record<string, Schema>, ids: string[]) =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record(
        Object.fromEntries(Object.entries(schemas).map(([name, each]) => [name, near(each, ids)])),
        { requiredKeys: [] },
      ),
    },
    fc.dictionary(fc.constantFrom("cursor", "limit", "__proto__", "q", "a.b", ""), anything, {
      maxKeys: 3,
    }),
  );

export const idOf = (ids: string[]) =>
  fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...ids) }, texts);

const headerText = fc.oneof(
  fc.constantFrom(
    "",
    "x",
    "null",
    "%00",
    "bytes=0-",
    "bytes=99999999999999999999-",
    "a".repeat(8_000),
  ),
  fc.string({ unit: fc.constantFrom(..."aé;=,\"'%{}[] \t\\0".split("")), maxLength: 40 }),
);

export const headersOf = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  fc.dictionary(
    fc.constantFrom(
      "accept-language",
      "content-type",
      "content-length",
      "origin",
      "range",
      "if-none-match",
      "last-event-id",
      "sec-fetch-site",
      "user-agent",
      "x-filename",
      "x-forwarded-for",
    ),
    headerText.map((text) => text.trim()),
    { maxKeys: 3 },
  ),
);

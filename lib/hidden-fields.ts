import pino from "pino";

const hidden = "[hidden]";
const deepest = 12;
const mostItems = 200;

const secretName =
  /pass(word|wd|phrase)|secret|token|authorization|cookie|api[-_ ]?key|private[-_ ]?key|access[-_ ]?key|encryption[-_ ]?keys?|credential|signature|recovery|totp|^otp$|^pwd$/i;
/** Says that there is one, or of which kind, and not which. */
const harmlessName = /(id|at|ms|hash|kind|type|count|url|path|mode|hint)$/i;
const codeName = /^codes?$/i;
/** Of an error: a word, or what SQL and HTTP have. */
const harmlessCode = /^([a-z_]+|[0-9A-Z]{5}|\d{1,3})$/i;

/** What a line of the log is made of, without what by its name is a secret, however deep it lies. */
export const hideFields = (fields: Record<string, unknown>) =>
  clean(fields, 0, new Set()) as Record<string, unknown>;

function clean(value: unknown, depth: number, above: Set<object>): unknown {
  if (typeof value === "bigint") return `${value}`;
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Error) return clean(pino.stdSerializers.err(value), depth, above);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= deepest || above.has(value)) return "[…]";
  if (value instanceof Map || value instanceof Headers)
    return clean(Object.fromEntries(value as Map<string, unknown>), depth, above);
  if ("toJSON" in value && typeof value.toJSON === "function")
    return clean(value.toJSON(), depth + 1, above);
  above.add(value);
  const result = Array.isArray(value)
    ? value.slice(0, mostItems).map((each) => clean(each, depth + 1, above))
    : Object.fromEntries(
        Object.entries(value)
          .slice(0, mostItems)
          .map(([name, each]) => [
            name,
            isSecret(name, each) ? hidden : clean(each, depth + 1, above),
          ]),
      );
  above.delete(value);
  return result;
}

function isSecret(name: string, value: unknown) {
  if (value === null || value === undefined || typeof value === "boolean") return false;
  if (codeName.test(name)) return Array.isArray(value) || !harmlessCode.test(String(value));
  return secretName.test(name) && !(harmlessName.test(name) && typeof value !== "object");
}

/** Whatever it is called and wherever it stands: a password in an address, what a header authorizes with, a session. */
const shapes: [RegExp, string][] = [
  [/(\b[a-z][a-z\d+.-]{0,20}:\/\/[^\s:/@"?#]{0,200}):[^\s@"]{1,500}@/gi, `$1:${hidden}@`],
  [/\b(Bearer|Basic)\s+[\w+/=.~-]{6,}/gi, `$1 ${hidden}`],
  [/(?<![\w-])eyJ[\w-]{10,}\.[\w-]*\.[\w-]+(\.[\w-]+)*/g, hidden],
  [/\bv1\.[\w-]{1,32}\.[\w-]{16}\.[\w-]{22}\.[\w-]*/g, hidden],
  // The link that makes the first admin is printed on purpose.
  [
    /(?<!\/setup)([?&](?:token|code|state|signature|sig|secret|password|key)=)[^\s&"#]+/gi,
    `$1${hidden}`,
  ],
  [/(\/(?:password-reset|reset|invitation)\/)[\w-]{32,}/gi, `$1${hidden}`],
];

export const hideShapes = (text: string) =>
  shapes.reduce((clean, [shape, instead]) => clean.replace(shape, instead), text);

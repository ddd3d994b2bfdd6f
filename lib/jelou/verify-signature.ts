import { createHmac, timingSafeEqual } from "node:crypto";

export type ExtraHeader =
  | { kind: "bearer"; token: string }
  | { kind: "api-key"; apiKey: string }
  | { kind: "basic"; username: string; password: string };

/**
 * Whether `header` ("sha256=<hex>") is the HMAC-SHA256 of the body under the secret, compared in constant time. With
 * `json` the HMAC covers `JSON.stringify(JSON.parse(body))`, as one of Jelou's samples computes it.
 */
export function verifySignature(
  raw: Uint8Array,
  header: string | null,
  secret: string,
  mode: "raw" | "json" = "raw",
): boolean {
  const hex = /^sha256=([0-9a-f]{64})$/i.exec(header?.trim() ?? "")?.[1];
  if (!hex || secret === "") return false;
  const signed = mode === "raw" ? raw : reserialise(raw);
  if (signed === undefined) return false;
  const expected = createHmac("sha256", secret).update(signed).digest();
  return timingSafeEqual(expected, Buffer.from(hex, "hex"));
}

/**
 * Whether the request carries the extra header that the integration's `authType` asks for. Jelou's pages leave open who
 * puts the scheme and the base64 to what was registered, so each form of the same secret will do.
 */
export function verifyExtraHeader(headers: Headers, expected: ExtraHeader | null): boolean {
  if (!expected) return true;
  const given = headers.get(expected.kind === "api-key" ? "x-api-key" : "authorization");
  if (given === null) return false;
  // All of them are compared, also after one that fits.
  return formsOf(expected).filter((form) => sameText(normalise(given), form)).length > 0;
}

function formsOf(expected: ExtraHeader): string[] {
  switch (expected.kind) {
    case "bearer":
      return [`bearer ${expected.token}`, expected.token];
    case "api-key":
      return [expected.apiKey];
    case "basic": {
      const pair = `${expected.username}:${expected.password}`;
      const encoded = Buffer.from(pair).toString("base64");
      return [encoded, pair].flatMap((form) => [`basic ${form}`, form]);
    }
  }
}

const normalise = (value: string) =>
  value.replace(/^(bearer|basic) +/i, (_whole, scheme: string) => `${scheme.toLowerCase()} `);

function sameText(given: string, expected: string) {
  const digest = (text: string) => createHmac("sha256", "compare").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** Of bodies that are still at hand: each is checked under several secrets, and is dear to read. */
const reserialised = new WeakMap<Uint8Array, { text: string | undefined }>();

function reserialise(raw: Uint8Array): string | undefined {
  const known = reserialised.get(raw);
  if (known) return known.text;
  const text = throughJson(Buffer.from(raw).toString("utf8"));
  reserialised.set(raw, { text });
  return text;
}

function throughJson(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined;
  }
}

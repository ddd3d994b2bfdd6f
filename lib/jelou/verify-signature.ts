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
  const signed = mode === "raw" ? raw : reserialised(raw);
  if (!hex || secret === "" || signed === undefined) return false;
  const expected = createHmac("sha256", secret).update(signed).digest();
  return timingSafeEqual(expected, Buffer.from(hex, "hex"));
}

/** Whether the request carries the extra header that the integration's `authType` asks for. */
export function verifyExtraHeader(headers: Headers, expected: ExtraHeader | null): boolean {
  if (!expected) return true;
  const [name, value] = headerOf(expected);
  const given = headers.get(name);
  if (given === null) return false;
  return sameText(normalise(given), normalise(value));
}

function headerOf(expected: ExtraHeader): [name: string, value: string] {
  switch (expected.kind) {
    case "bearer":
      return ["authorization", `Bearer ${expected.token}`];
    case "api-key":
      return ["x-api-key", expected.apiKey];
    case "basic": {
      const pair = Buffer.from(`${expected.username}:${expected.password}`).toString("base64");
      return ["authorization", `Basic ${pair}`];
    }
  }
}

const normalise = (value: string) =>
  value.replace(/^(bearer|basic) +/i, (_whole, scheme: string) => `${scheme.toLowerCase()} `);

function sameText(given: string, expected: string) {
  const digest = (text: string) => createHmac("sha256", "compare").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function reserialised(raw: Uint8Array): string | undefined {
  try {
    return JSON.stringify(JSON.parse(Buffer.from(raw).toString("utf8")));
  } catch {
    return undefined;
  }
}

import { once } from "./once";

/** So many secrets are known at a time; the one that was used longest ago is forgotten first. */
const mostSecrets = 1_000;
/** Anything shorter stands in ordinary words. */
const shortest = 6;
const longest = 4_000;
const seedLength = 4;
const hidden = "[hidden]";

/** Fields of a sealed object that are no secrets. */
const plainFields = new Set(["kind", "id", "username", "clientId", "until", "changingUntil"]);

type Index = {
  secrets: Map<string, string[]>;
  /** Those that are never forgotten. */
  lasting: Set<string>;
  /** Spellings by their first letters. */
  spellings: Map<string, Set<string>>;
  /** Whether any spelling may begin with letters of this hash: what isn't in it needs no further look. */
  seeds: Uint8Array;
};

const index = () =>
  once<Index>("hidden-values", () => ({
    secrets: new Map(),
    lasting: new Set(),
    spellings: new Map(),
    seeds: new Uint8Array(65_536),
  }));

/**
 * From now on no line of the log shows it, in whatever spelling. Of a JSON object it is what the object holds. `always`:
 * however many others come.
 */
export function hideInLogs(secret: string, { always = false } = {}) {
  const parts = secret.startsWith("{") ? leavesOf(secret) : undefined;
  for (const part of parts ?? [secret]) remember(part, always);
}

/** The text without any secret that this process has sealed, opened or been set up with. */
export function hideValues(text: string): string {
  const { seeds, spellings } = index();
  let clean = "";
  let from = 0;
  const last = text.length - seedLength;
  for (let at = 0; at <= last; at += 1) {
    if (seeds[hashAt(text, at)] === 0) continue;
    const found = longestAt(text, at, spellings.get(text.slice(at, at + seedLength)));
    if (found === 0) continue;
    clean += text.slice(from, at) + hidden;
    at += found - 1;
    from = at + 1;
  }
  return from === 0 ? text : clean + text.slice(from);
}

function longestAt(text: string, at: number, spellings: Set<string> = new Set()) {
  let found = 0;
  for (const spelling of spellings)
    if (spelling.length > found && text.startsWith(spelling, at)) found = spelling.length;
  return found;
}

function remember(secret: string, always: boolean) {
  if (secret.length < shortest || secret.length > longest) return;
  const { secrets, lasting, spellings, seeds } = index();
  if (lasting.has(secret)) return;
  const known = secrets.get(secret);
  const all = known ?? spell(secret);
  // The most recent ones are last.
  secrets.delete(secret);
  if (always) lasting.add(secret);
  else {
    if (secrets.size >= mostSecrets) forget(secrets.keys().next().value as string);
    secrets.set(secret, all);
  }
  if (known) return;
  for (const spelling of all) {
    const seed = spelling.slice(0, seedLength);
    spellings.set(seed, (spellings.get(seed) ?? new Set()).add(spelling));
    seeds[hashAt(spelling, 0)] = 1;
  }
}

function forget(secret: string) {
  const { secrets, spellings } = index();
  for (const spelling of secrets.get(secret) ?? []) {
    const seed = spelling.slice(0, seedLength);
    const others = spellings.get(seed);
    others?.delete(spelling);
    if (others?.size === 0) spellings.delete(seed);
  }
  secrets.delete(secret);
}

/** As it is, in JSON (once and twice), in an address, in hexadecimal, and in base64 wherever in the encoded bytes it begins. */
function spell(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString("hex");
  const encoded = [0, 1, 2].map((offset) => innerBase64(bytes, offset));
  const inAddress = encodeURIComponent(secret);
  return [
    ...new Set([
      secret,
      inJson(secret),
      inJson(inJson(secret)),
      inAddress,
      inAddress.replace(/%../g, (escaped) => escaped.toLowerCase()),
      new URLSearchParams([["", secret]]).toString().slice(1),
      hex,
      hex.toUpperCase(),
      ...encoded,
      ...encoded.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
    ]),
  ].filter((spelling) => spelling.length >= shortest);
}

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

/** The letters that depend on these bytes alone where `offset` other bytes come before them. */
function innerBase64(bytes: Buffer, offset: number) {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString("base64")
    .replace(/=+$/, "");
  const whole = (offset + bytes.length) % 3 === 0 ? text : text.slice(0, -1);
  return whole.slice([0, 2, 3][offset]);
}

function leavesOf(text: string): string[] | undefined {
  const found: string[] = [];
  const walk = (value: unknown) => {
    if (typeof value === "string") found.push(value);
    else if (typeof value === "object" && value !== null)
      for (const [name, each] of Object.entries(value)) if (!plainFields.has(name)) walk(each);
  };
  try {
    walk(JSON.parse(text));
    return found;
  } catch {
    return undefined;
  }
}

const hashAt = (text: string, at: number) =>
  (text.charCodeAt(at) * 31 +
    text.charCodeAt(at + 1) * 961 +
    text.charCodeAt(at + 2) * 29_791 +
    text.charCodeAt(at + 3) * 923_521) &
  65_535;

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Every way in which a secret may be written down. */
function spellingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const inside = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes, Buffer.alloc(3)]).toString("base64");
    return text.slice(before + 2, before + 2 + Math.floor((bytes.length * 4) / 3) - 4);
  });
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    secret.split("").toReversed().join(""),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    ...inside,
    ...inside.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ];
}

/** Looks for secrets in places, and notes where it found which. */
export function searchFor(secrets: Record<string, string>) {
  const spelled = Object.entries(secrets).map(([name, secret]) => {
    if (secret.length < 12) throw new Error(`${name} is too short to be looked for.`);
    return [name, [...new Set(spellingsOf(secret))]] as const;
  });
  const found: string[] = [];
  const places: string[] = [];
  const look = (place: string, content: string | Buffer) => {
    places.push(place);
    const text = typeof content === "string" ? content : content.toString("latin1");
    for (const [name, spellings] of spelled)
      if (spellings.some((spelling) => text.includes(spelling))) found.push(`${name} in ${place}`);
  };
  return { look, found, places };
}

/** Every file of a folder, but for those with these names. */
export function* allFiles(folder: string, but: string[] = []): Generator<[string, Buffer]> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && !but.includes(entry.name))
      yield [entry.name, readFileSync(join(entry.parentPath, entry.name))];
}

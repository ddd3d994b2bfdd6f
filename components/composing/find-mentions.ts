import { foldText } from "@/lib/i18n/fold-text";
import type { Colleague } from "@/lib/users/schema";

type Person = Pick<Colleague, "id" | "name">;
export type Range = { start: number; end: number };

/** Names have several words, so what is looked for may have some, too. */
const atWords = /(?<=^|[\s([{¿¡"'«])@([^\s@](?:[^@\n]{0,39}))?$/u;

/** The `@name` that ends at the caret, as far as it is typed: what is looked for, and what a name takes the place of. */
export function findAt(text: string, caret: number): { word: string; range: Range } | null {
  const match = atWords.exec(text.slice(0, caret));
  return match && { word: match[1] ?? "", range: { start: match.index, end: caret } };
}

/** Who may be meant: whose name begins so, then who has another name that does. */
export function rankPeople<Each extends Person>(people: Each[], word: string, most = 8): Each[] {
  const wanted = foldText(word);
  const rank = (name: string) => {
    const folded = foldText(name);
    if (folded.startsWith(wanted)) return 0;
    return folded.includes(` ${wanted}`) ? 1 : 2;
  };
  return people
    .map((person) => ({ person, rank: rank(person.name) }))
    .filter((each) => each.rank < 2)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ person }) => person);
}

/** What to write in the place of `@word`: the whole name, and a space where one goes on writing. */
export function insertMention(text: string, { start, end }: Range, { name }: Person) {
  const hasSpace = text.startsWith(" ", end);
  const goesOn = hasSpace || end === text.length;
  return { start, end: hasSpace ? end + 1 : end, written: goesOn ? `@${name} ` : `@${name}` };
}

/**
 * Whom a note names, each once, in the order of the text. Of people of the same name those who were picked are meant;
 * where none of them was (the text comes from another device, say), all of them: rather one too many is told than none.
 */
export function findMentions<Each extends Person>(
  text: string,
  people: Each[],
  picked: ReadonlySet<string>,
): Each[] {
  const names = [...new Set(people.map((person) => person.name))].toSorted(
    // So that "@Ana" isn't found in "@Ana Mora" when that is somebody, too.
    (a, b) => b.length - a.length,
  );
  let rest = text;
  const found: { at: number; name: string }[] = [];
  for (const name of names) {
    const written = `@${name}`;
    for (let at = rest.indexOf(written); at >= 0; at = rest.indexOf(written, at + 1)) {
      if (!standsAlone(rest, at, at + written.length)) continue;
      found.push({ at, name });
      rest = rest.slice(0, at) + " ".repeat(written.length) + rest.slice(at + written.length);
    }
  }
  const meant = found
    .toSorted((a, b) => a.at - b.at)
    .flatMap(({ name }) => {
      const namesakes = people.filter((person) => person.name === name);
      const chosen = namesakes.filter((person) => picked.has(person.id));
      return chosen.length > 0 ? chosen : namesakes;
    });
  return [...new Set(meant)];
}

/** Neither in the middle of an address nor the beginning of a longer name. */
const standsAlone = (text: string, start: number, end: number) =>
  !/[\p{L}\p{N}_]/u.test(text.slice(0, start).slice(-1)) &&
  !/^[\p{L}\p{M}\p{N}_]/u.test(text.slice(end));

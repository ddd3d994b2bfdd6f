type Range = { start: number; end: number };

/** At the start of the text or after white space, so that neither an address nor "and/or" opens anything. */
const slashWord = /(?<=^|\s)\/([\p{L}\p{M}\p{Nd}_-]{0,32})$/u;

/** The `/word` that ends at the caret, if there is one: what is looked for, and what an answer takes the place of. */
export function findSlash(text: string, caret: number): { word: string; range: Range } | null {
  const match = slashWord.exec(text.slice(0, caret));
  return match && { word: match[1] ?? "", range: { start: match.index, end: caret } };
}

import { foldText } from "@/lib/i18n/fold-text";
import { compareAnswers } from "./compare-answers";
import type { CannedAnswer } from "./schema";

export const mostShown = 8;

/**
 * What is offered for a typed `/word`, best first: the one that is called so, then what begins so, then what holds it
 * in its shortcut, then in its text. Accents don't matter. Of equals what is used more comes first, and of two of the
 * same shortcut one's own, which takes the place that the project's would have.
 */
export function rankAnswers(
  answers: CannedAnswer[],
  word: string,
  most = mostShown,
): CannedAnswer[] {
  const wanted = foldText(word);
  const found = answers.flatMap((answer) => {
    const rank = rankOf(answer, wanted);
    return rank === undefined ? [] : { answer, rank };
  });
  const uses = new Map<string, number>();
  for (const { answer } of found)
    uses.set(answer.shortcut, Math.max(answer.usageCount, uses.get(answer.shortcut) ?? 0));
  const usesOf = ({ shortcut }: CannedAnswer) => uses.get(shortcut) ?? 0;
  return found
    .toSorted(
      (a, b) =>
        a.rank - b.rank ||
        usesOf(b.answer) - usesOf(a.answer) ||
        compareAnswers(a.answer, b.answer),
    )
    .slice(0, most)
    .map(({ answer }) => answer);
}

/** Those that hold a text anywhere, in the order they have. */
export function filterAnswers(answers: CannedAnswer[], text: string): CannedAnswer[] {
  const wanted = foldText(text).replace(/^\//, "");
  return answers.filter((answer) => rankOf(answer, wanted) !== undefined);
}

/** Lower is better; undefined where it isn't found at all. */
function rankOf(answer: CannedAnswer, wanted: string): number | undefined {
  const { shortcut, text } = foldOnce(answer);
  if (shortcut === wanted) return 0;
  if (shortcut.startsWith(wanted)) return 1;
  if (shortcut.includes(wanted)) return 2;
  return text.includes(wanted) ? 3 : undefined;
}

const folded = new WeakMap<CannedAnswer, { shortcut: string; text: string }>();

/** With every letter that is typed all of them are gone through. */
function foldOnce(answer: CannedAnswer) {
  const known = folded.get(answer);
  if (known) return known;
  const made = { shortcut: foldText(answer.shortcut), text: foldText(answer.text) };
  folded.set(answer, made);
  return made;
}

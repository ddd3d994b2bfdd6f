import fc from "fast-check";
import { expect, test } from "vitest";
import { filterAnswers, mostShown, rankAnswers } from "@/lib/canned-answers/rank-answers";
import type { CannedAnswer } from "@/lib/canned-answers/schema";
import { foldText } from "@/lib/i18n/fold-text";

let made = 0;
const answer = (shortcut: string, given: Partial<CannedAnswer> = {}): CannedAnswer => {
  made += 1;
  return { id: String(made), projectId: "p", shortcut, text: "-", usageCount: 0, ...given };
};
const shown = (answers: CannedAnswer[], word: string) =>
  rankAnswers(answers, word).map(
    ({ shortcut, projectId }) => `${projectId === null ? "own " : ""}${shortcut}`,
  );

test("what is called so, what begins so, what holds it, what says it", () => {
  const answers = [
    answer("saludo", { text: "¿Qué tal?", usageCount: 90 }),
    answer("por-que", { usageCount: 80 }),
    answer("queja", { usageCount: 5 }),
    answer("qué", { usageCount: 0 }),
    answer("quetal", { usageCount: 7 }),
    answer("adios"),
  ];
  expect(shown(answers, "que")).toEqual(["qué", "quetal", "queja", "por-que", "saludo"]);
  expect(shown(answers, "QUÉ")).toEqual(shown(answers, "que"));
  expect(shown(answers, "nada")).toEqual([]);
});

test("a slash alone shows what is used most, then by name, and eight at most", () => {
  const answers = "jihgfedcba".split("").map((name) => answer(name, { usageCount: 1 }));
  const often = answer("zzz", { usageCount: 2 });
  const all = shown([...answers, often], "");
  expect(all).toEqual(["zzz", "a", "b", "c", "d", "e", "f", "g"]);
  expect(all).toHaveLength(mostShown);
});

test("one's own stands where the project's of the same shortcut would, right before it", () => {
  const answers = [
    answer("hola", { usageCount: 100 }),
    answer("horario", { usageCount: 50 }),
    answer("hola", { projectId: null, usageCount: 1 }),
  ];
  expect(shown(answers, "ho")).toEqual(["own hola", "hola", "horario"]);
});

test("a search keeps the order, and finds with a slash or without", () => {
  const answers = [
    answer("b", { text: "Adiós María" }),
    answer("a", { text: "Hola" }),
    answer("ma"),
  ];
  const found = (text: string) => filterAnswers(answers, text).map(({ shortcut }) => shortcut);
  expect(found("")).toEqual(["b", "a", "ma"]);
  expect(found("maria")).toEqual(["b"]);
  expect(found("  ADIOS   maría ")).toEqual(["b"]);
  expect(found("/ma")).toEqual(["b", "ma"]);
});

const word = fc.string({ unit: fc.constantFrom(..."aáAbñ-_"), maxLength: 3 });
const some = fc
  .array(
    fc.record({
      shortcut: word.filter((each) => each !== ""),
      text: fc.string({ unit: fc.constantFrom(..."aáb ñ\n"), maxLength: 6 }),
      projectId: fc.constantFrom("p", null),
      usageCount: fc.nat(3),
    }),
    { maxLength: 12 },
  )
  .map((rows) => rows.map((row, index) => ({ ...row, id: String(index) })));

test("what is shown matches, better ones first, whatever order they came in", () => {
  const tier = ({ shortcut, text }: CannedAnswer, wanted: string) => {
    const [name, target] = [foldText(shortcut), foldText(wanted)];
    if (name.startsWith(target)) return name === target ? 0 : 1;
    return name.includes(target) ? 2 : foldText(text).includes(target) ? 3 : 4;
  };
  fc.assert(
    fc.property(some, word, (answers, wanted) => {
      const ranked = rankAnswers(answers, wanted, 100);
      const tiers = ranked.map((each) => tier(each, wanted));
      expect(tiers).toEqual(tiers.toSorted((a, b) => a - b));
      const found = answers.filter((each) => tier(each, wanted) < 4);
      expect(new Set(ranked)).toEqual(new Set(found));
      expect(rankAnswers(answers, wanted)).toEqual(ranked.slice(0, mostShown));
      for (const [index, mine] of ranked.entries()) {
        const others = ranked.slice(0, index).filter((each) => each.shortcut === mine.shortcut);
        if (mine.projectId === null)
          expect(others.filter((each) => each.projectId !== null)).toEqual([]);
      }
    }),
    { numRuns: 1_000 },
  );
});

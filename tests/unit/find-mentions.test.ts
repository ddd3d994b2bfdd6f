import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  findAt,
  findMentions,
  insertMention,
  rankPeople,
} from "@/components/composing/find-mentions";

const person = (id: string, name: string) => ({ id, name });
const ana = person("1", "Ana");
const anaMora = person("2", "Ana Mora");
const jose = person("3", "José Ángel Ruiz");
const people = [ana, anaMora, jose];
const nobody = new Set<string>();

describe("what is being looked for", () => {
  test.each([
    ["@", 1, ""],
    ["@an", 3, "an"],
    ["¿lo ves, @Ana Mo", 16, "Ana Mo"],
    ["(@jos", 5, "jos"],
    ["uno\n@a", 6, "a"],
    ["@ana y más", 4, "ana"],
  ])("in %j at %d it is %j", (text, caret, word) => {
    const found = findAt(text, caret);
    expect(found?.word).toBe(word);
    expect(text[found?.range.start ?? -1]).toBe("@");
    expect(found?.range.end).toBe(caret);
  });

  test.each(["", "ana", "ana@example.com", "@ ana", "@ana\ny", `@${"a".repeat(41)}`])(
    "%j looks for nobody",
    (text) => {
      expect(findAt(text, text.length)).toBeNull();
    },
  );

  test.each([
    ["an", ["Ana", "Ana Mora", "José Ángel Ruiz"]],
    ["ana m", ["Ana Mora"]],
    ["ruiz", ["José Ángel Ruiz"]],
    ["JOSE", ["José Ángel Ruiz"]],
    ["ora", []],
  ])("%j finds %j", (word, names) => {
    expect(rankPeople(people, word).map(({ name }) => name)).toEqual(names);
  });
});

describe("whom a note names", () => {
  const namesIn = (text: string) => findMentions(text, people, nobody).map(({ id }) => id);

  test.each<[string, string[]]>([
    ["@Ana Mora, ¿lo ves?", ["2"]],
    ["@Ana y @Ana Mora", ["1", "2"]],
    ["@José Ángel Ruiz @Ana.", ["3", "1"]],
    ["@Ana @Ana", ["1"]],
    ["@Anabel", []],
    ["correo@Ana", []],
    ["@Ana Mor", ["1"]],
    ["Ana Mora", []],
  ])("%j names %j", (text, ids) => {
    expect(namesIn(text)).toEqual(ids);
  });

  test("of namesakes those who were picked, or all when none was", () => {
    const twins = [person("a", "Ana Mora"), person("b", "Ana Mora")];
    expect(findMentions("@Ana Mora", twins, new Set(["b"]))).toEqual([twins[1]]);
    expect(findMentions("@Ana Mora", twins, nobody)).toEqual(twins);
  });

  test("one space is enough behind a name, and none before a comma", () => {
    const insert = (text: string, caret: number) => {
      const { start, end, written } = insertMention(text, findAt(text, caret)!.range, ana);
      return text.slice(0, start) + written + text.slice(end);
    };
    expect(insert("Ojo @a, mira", 6)).toBe("Ojo @Ana, mira");
    expect(insert("Ojo @a mira", 6)).toBe("Ojo @Ana mira");
  });

  const names = fc.uniqueArray(fc.stringMatching(/^[A-Za-zÁÉñ]{1,6}( [A-Za-zÁÉñ]{1,6}){0,2}$/), {
    minLength: 1,
    maxLength: 6,
  });

  test("who was picked from the list is named, and no longer when the name is edited away", () => {
    fc.assert(
      fc.property(names, fc.nat(), fc.constantFrom("", "Hola ", "a\n"), (all, choice, before) => {
        const everybody = all.map((name, index) => person(String(index), name));
        const chosen = everybody[choice % everybody.length]!;
        const text = `${before}@`;
        const { start, end, written } = insertMention(
          text,
          findAt(text, text.length)!.range,
          chosen,
        );
        const note = text.slice(0, start) + written + text.slice(end);
        expect(findMentions(note, everybody, new Set([chosen.id]))).toEqual([chosen]);
        const edited = note.replace("@", "");
        expect(findMentions(edited, everybody, new Set([chosen.id]))).toEqual([]);
      }),
    );
  });

  test("each of those named once, whoever else there is", () => {
    fc.assert(
      fc.property(names, fc.array(fc.nat(), { maxLength: 8 }), (all, choices) => {
        const everybody = all.map((name, index) => person(String(index), name));
        const chosen = choices.map((choice) => everybody[choice % everybody.length]!);
        const note = chosen.map(({ name }) => `@${name};`).join(" ");
        expect(findMentions(note, everybody, nobody)).toEqual([...new Set(chosen)]);
      }),
    );
  });
});

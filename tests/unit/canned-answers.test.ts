import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findSlash } from "@/lib/canned-answers/find-slash";
import { foldShortcut, isShortcut } from "@/lib/canned-answers/fold-shortcut";
import { answerChange, newAnswer } from "@/lib/canned-answers/input";

describe("shortcuts", () => {
  test.each([
    ["Hola", "hola"],
    [" /hola ", "hola"],
    ["CAFÉ", "café"],
    ["cafe\u0301", "café"],
    ["İZMİR", "i̇zmi̇r"],
    ["ｈｏｌａ", "hola"],
    ["नमस्ते", "नमस्ते"],
    ["你好_2-b", "你好_2-b"],
    ["a".repeat(32), "a".repeat(32)],
    ["𐐀".repeat(32), "𐐨".repeat(32)],
  ])("%j is kept as %j", (typed, kept) => {
    expect(foldShortcut(typed)).toBe(kept);
    expect(isShortcut(kept)).toBe(true);
  });

  test.each([
    "",
    "/",
    "//hola",
    "a b",
    "a/b",
    "a.b",
    "¿qué",
    "hola!",
    "a\nb",
    "\u0301a",
    "ㅤ",
    "a\u200db",
    "ho\u00adla",
    "😀",
    "\uFFFD",
    "{{x}}",
    "<b>",
    "a".repeat(33),
    "ﷺ",
  ])("%j is none", (typed) => {
    expect(isShortcut(foldShortcut(typed))).toBe(false);
  });

  test("folding twice changes nothing more, and what is kept can be typed after a slash", () => {
    let kept = 0;
    const letters = fc.constantFrom(..."aÉñß한नम्İﬁ9_-/ .");
    const some = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 12 }),
      fc.string({ unit: letters, maxLength: 12 }),
    );
    fc.assert(
      fc.property(some, (typed) => {
        const folded = foldShortcut(typed);
        if (!isShortcut(folded)) return;
        kept += 1;
        expect(foldShortcut(folded)).toBe(folded);
        expect(findSlash(`/${folded}`, folded.length + 1)?.word).toBe(folded);
      }),
      { numRuns: 2_000 },
    );
    expect(kept).toBeGreaterThan(100);
  });

  test("an answer's texts are checked as a template's are", () => {
    const parse = (text: string) => newAnswer.safeParse({ shortcut: "x", text }).error?.message;
    expect(parse("Hola {{contact.name|amigo}}, {{agent.name}}, {{project.name}}")).toBeUndefined();
    expect(parse("Hola {{contact.nombre}}")).toContain("{{contact.nombre}}");
    expect(parse("Hola {{contact.name")).toContain("left over");
    expect(answerChange.safeParse({ text: " " }).success).toBe(false);
    expect(answerChange.parse({ shortcut: " /Hola" })).toEqual({ shortcut: "hola" });
  });
});

describe("a slash asks for an answer", () => {
  const at = (marked: string) => {
    const caret = marked.indexOf("|");
    return findSlash(marked.replace("|", ""), caret);
  };

  test.each([
    ["/|", "", 0],
    ["/ho|", "ho", 0],
    ["/ho|la", "ho", 0],
    ["Hola /QUÉ|", "QUÉ", 5],
    ["Hola\n/que_tal-2|\nAdiós", "que_tal-2", 5],
    ["Hola\t/x| y", "x", 5],
    ["a\u00a0/ñ|", "ñ", 2],
    ["👋 /नमस्ते|", "नमस्ते", 3],
    ["https://x.com /ho|", "ho", 14],
    [`/${"a".repeat(32)}|`, "a".repeat(32), 0],
  ])("%j: %j from %d", (marked, word, start) => {
    const caret = marked.indexOf("|");
    expect(at(marked)).toEqual({ word, range: { start, end: caret } });
  });

  test.each([
    "|",
    "hola|",
    "|/hola",
    "/hola |",
    "https:/|",
    "https://|",
    "https://x/|",
    "https://x/y|",
    "and/or|",
    "1/2|",
    "/home/user|",
    "//|",
    "(/x|",
    "/¿que|",
    "/a.b|",
    "/a\n|",
    `/${"a".repeat(33)}|`,
  ])("%j: nothing", (marked) => {
    expect(at(marked)).toBeNull();
  });

  test("an answer takes the place of the word and of nothing else, whatever follows", () => {
    const piece = fc.constantFrom("/", "/ho", " ", "\n", "a", "é", "👋", "https://x/y", "_", ".");
    const texts = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
    let asked = 0;
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const slash = findSlash(before + after, before.length);
        expect(slash).toEqual(findSlash(before, before.length));
        if (!slash) return;
        asked += 1;
        const { word, range } = slash;
        expect(range.end).toBe(before.length);
        expect(before.slice(range.start)).toBe(`/${word}`);
        expect(word).not.toMatch(/[\s/]/);
        expect(range.start === 0 || /\s/.test(before[range.start - 1]!)).toBe(true);
      }),
      { numRuns: 4_000 },
    );
    expect(asked).toBeGreaterThan(100);
  });
});

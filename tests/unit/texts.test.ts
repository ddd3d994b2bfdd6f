import fc from "fast-check";
import { expect, test } from "vitest";
import { foldText } from "@/lib/i18n/fold-text";
import { cleanText, cutText } from "@/lib/jelou/clean-text";

test("a text is cut to its length, on one line, and never inside a character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 20 }), (text, length) => {
      const cut = cutText(text.toWellFormed(), length);
      expect(cut.length).toBeLessThanOrEqual(length);
      expect(cut.isWellFormed()).toBe(true);
      expect(cut).not.toMatch(/[\n\r\t]/);
    }),
  );
});

test.each([
  ["Hola", 4, "Hola"],
  ["Hola!", 4, "Hol…"],
  ["  a \n\n b ", 10, "a b"],
  ["ab👋c", 4, "ab…"],
  ["", 4, ""],
])("%j cut to %d is %j", (text, length, cut) => {
  expect(cutText(text, length)).toBe(cut);
});

test("NUL and lone surrogates become the sign for what can't be shown", () => {
  expect(cleanText("a\0b\ud800c👋")).toBe("a\uFFFDb\uFFFDc👋");
});

test.each([
  ["MARÍA  José", "maria jose"],
  ["Ñandú", "nandu"],
  ["ﬁn ①", "fin 1"],
  [" \t", ""],
])("%j is searched as %j", (text, folded) => {
  expect(foldText(text)).toBe(folded);
});

test("folding twice changes nothing more", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(foldText(foldText(text))).toBe(foldText(text));
    }),
  );
});

import { expect, test } from "vitest";
import en from "@/lib/i18n/messages/en.json";
import es from "@/lib/i18n/messages/es.json";
import pt from "@/lib/i18n/messages/pt.json";

type Tree = { [key: string]: string | Tree };

const flatten = (tree: Tree, path = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${path}${key}`, value]] : flatten(value, `${path}${key}.`),
  );

const catalogues = { es: flatten(es), en: flatten(en), pt: flatten(pt) };

const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name))]
    .filter((name) => name !== "In" && name !== "En")
    .sort();

test("the three languages have the same messages", () => {
  const keys = catalogues.es.map(([key]) => key);
  expect(keys.length).toBeGreaterThan(200);
  expect(catalogues.en.map(([key]) => key)).toEqual(keys);
  expect(catalogues.pt.map(([key]) => key)).toEqual(keys);
});

test("no message is empty", () => {
  for (const [language, messages] of Object.entries(catalogues)) {
    for (const [key, text] of messages) expect(text.trim(), `${language} ${key}`).not.toBe("");
  }
});

test("each message takes the same values in every language", () => {
  const chosen = /\{(\w+), (?:plural|select),(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g;
  const top = (text: string) => placeholders(text.replace(chosen, "{$1}"));
  for (const [index, [key, text]] of catalogues.es.entries()) {
    expect(top(catalogues.en[index]![1]), key).toEqual(top(text));
    expect(top(catalogues.pt[index]![1]), key).toEqual(top(text));
  }
});

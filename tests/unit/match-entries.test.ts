import { expect, test } from "vitest";
import { type Entry, matchEntries } from "@/components/keyboard/match-entries";

const entry = (id: string, group: Entry["group"], name: string): Entry => ({
  id,
  group,
  name,
  run: () => {},
});

const entries = [
  entry("close", "actions", "Cerrar la conversación"),
  entry("note", "actions", "Escribir una nota"),
  entry("/closes", "pages", "Cierres"),
  entry("theme-dark", "theme", "Oscuro"),
];
const found = [entry("conversation-1", "conversations", "María Núñez")];
const groupNames: Partial<Record<Entry["group"], string>> = { pages: "Ir a", theme: "Aspecto" };

const idsOf = (text: string, recent: string[] = []) =>
  matchEntries(entries, found, recent, text, (group) => groupNames[group] ?? group).map(
    (section) => [section.group, section.entries.map(({ id }) => id)],
  );

test("each word is looked for, without case and accents, in the name and that of the group", () => {
  expect(idsOf("CONVERSACION cerr")[0]).toEqual(["actions", ["close"]]);
  expect(idsOf("aspecto osc")).toContainEqual(["theme", ["theme-dark"]]);
  expect(idsOf("cerrar nota")).toEqual([["conversations", ["conversation-1"]]]);
});

test("conversations come as the desk has found them, after the actions", () => {
  expect(idsOf("ir").map(([group]) => group)).toEqual(["actions", "conversations", "pages"]);
});

test("without a text what was used last comes first, once, and says where it belongs", () => {
  const recent = ["theme-dark", "gone", "close"];
  expect(idsOf("", recent)).toEqual([
    ["recent", ["theme-dark", "close"]],
    ["actions", ["note"]],
    ["conversations", ["conversation-1"]],
    ["pages", ["/closes"]],
  ]);
  const [first] = matchEntries(entries, [], recent, "", (group) => groupNames[group] ?? group);
  expect(first?.entries.map(({ detail }) => detail)).toEqual(["Aspecto", undefined]);
  expect(idsOf("oscuro", recent)[0]?.[0]).toBe("conversations");
});

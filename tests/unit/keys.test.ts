import { expect, test } from "vitest";
import { actions, combosOf, fixedKeys } from "@/components/keyboard/actions";
import { type ElementLike, hasOwnKeys, isWritten } from "@/components/keyboard/is-writing";
import { isTyped, toCombo } from "@/components/keyboard/match-combo";
import { toCaps } from "@/components/keyboard/show-combo";
import { checkCombo } from "@/components/preferences/check-combo";
import { accountChange } from "@/lib/users/input";

type Held = "ctrl" | "alt" | "shift" | "meta" | "altGraph";

function press(key: string, ...held: Held[]) {
  const has = (name: Held) => held.includes(name);
  return {
    key,
    ctrlKey: has("ctrl"),
    altKey: has("alt"),
    shiftKey: has("shift"),
    metaKey: has("meta"),
    getModifierState: () => has("altGraph"),
  };
}

test.each<[string, ReturnType<typeof press>, boolean, string | undefined]>([
  ["a letter", press("j"), false, "j"],
  ["a letter under caps lock", press("J"), false, "j"],
  ["a letter with Shift", press("A", "shift"), false, "Shift+A"],
  ["a letter with Shift under caps lock", press("a", "shift"), false, "Shift+A"],
  ["a letter of Spanish", press("ñ"), false, "ñ"],
  ["/ on a US keyboard", press("/"), false, "/"],
  ["/ on a Spanish keyboard, Shift+7", press("/", "shift"), false, "/"],
  ["? on a US keyboard", press("?", "shift"), false, "?"],
  ["# by AltGr on Windows", press("#", "ctrl", "alt", "altGraph"), false, "#"],
  ["# by AltGr on Linux", press("#", "altGraph"), false, "#"],
  ["\\ by Option on a Spanish Mac", press("\\", "alt"), true, "\\"],
  ["Ctrl and a letter", press("k", "ctrl"), false, "Mod+K"],
  ["⌘ and a letter on a Mac", press("k", "meta"), true, "Mod+K"],
  ["Ctrl and a letter on a Mac is another thing", press("k", "ctrl"), true, undefined],
  ["the Windows key is another thing", press("k", "meta"), false, undefined],
  ["Ctrl, Shift and a letter", press("K", "ctrl", "shift"), false, "Mod+Shift+K"],
  ["Alt and a letter", press("j", "alt"), false, "Alt+J"],
  ["the space bar", press(" "), false, "Space"],
  ["a named key", press("ArrowDown", "shift"), false, "Shift+ArrowDown"],
  ["plus", press("+"), false, "+"],
  ["Shift alone", press("Shift", "shift"), false, undefined],
  ["AltGr alone", press("AltGraph", "altGraph"), false, undefined],
  ["a dead key", press("Dead"), false, undefined],
  ["a key that an input method has taken", press("Process"), false, undefined],
])("%s", (_name, given, isMac, combo) => {
  expect(toCombo(given, isMac)).toBe(combo);
});

test.each([
  ["Mod+K", true, ["⌘", "K"]],
  ["Mod+K", false, ["Ctrl", "K"]],
  ["Shift+A", true, ["⇧", "A"]],
  ["Shift+A", false, ["Shift", "A"]],
  ["Alt+ArrowDown", false, ["Alt", "↓"]],
  ["?", false, ["?"]],
  ["+", false, ["+"]],
  ["Mod++", false, ["Ctrl", "+"]],
  ["Escape", false, ["Escape"]],
] as const)("%s is shown as the keys it is made of (Mac: %s)", (combo, isMac, caps) => {
  expect(toCaps(combo, isMac)).toEqual(caps);
});

test("what writes nothing may be pressed in a field", () => {
  expect(["j", "Shift+A", "?", "Mod+K", "Alt+J"].filter(isTyped)).toEqual(["j", "Shift+A", "?"]);
});

const within = (inner: Partial<ElementLike> & { role?: string }, parent?: ElementLike) =>
  ({
    localName: "div",
    parentElement: parent ?? null,
    getAttribute: (name: string) => (name === "role" ? (inner.role ?? null) : null),
    ...inner,
  }) as ElementLike;

const editable = { isContentEditable: true };

test.each<[string, ElementLike, boolean]>([
  ["a text field", within({ localName: "input", type: "text" }), true],
  ["a search field", within({ localName: "input", type: "search" }), true],
  ["a date field", within({ localName: "input", type: "date" }), true],
  ["a field of no type", within({ localName: "input" }), true],
  ["a text area", within({ localName: "textarea" }), true],
  ["a native choice", within({ localName: "select" }), true],
  ["what can be edited", within(editable), true],
  ["bold text in what can be edited", within({ localName: "b" }, within(editable)), true],
  ["a textbox by role", within({ role: "textbox" }), true],
  ["a combo box by role", within({ role: "combobox" }), true],
  ["a search box by role", within({ localName: "span" }, within({ role: "searchbox" })), true],
  ["a tick box", within({ localName: "input", type: "checkbox" }), false],
  ["a button", within({ localName: "button" }), false],
  ["a row of a list", within({ role: "row" }, within({ role: "grid" })), false],
  ["the page", within({ localName: "body" }), false],
])("somebody writes in %s: %s", (_name, element, expected) => {
  expect(isWritten(element)).toBe(expected);
});

test.each<[string, ElementLike, boolean]>([
  ["a button in a dialog", within({ localName: "button" }, within({ role: "dialog" })), true],
  ["a native dialog", within({ localName: "dialog" }), true],
  ["an urgent dialog", within({ role: "alertdialog" }), true],
  ["an item of a menu", within({ role: "menuitem" }, within({ role: "menu" })), true],
  ["a choice of a list box", within({ role: "option" }, within({ role: "listbox" })), true],
  ["a row of a list", within({ role: "row" }, within({ role: "grid" })), false],
])("%s has keys of its own: %s", (_name, element, expected) => {
  expect(hasOwnKeys(element)).toBe(expected);
});

test("no two actions share a combo, and none takes what the browser or the desk needs", () => {
  const combos = combosOf({});
  for (const { id, combo } of actions) expect(checkCombo(combo, id, combos), id).toBeNull();
  const all = [...actions, ...fixedKeys].map(({ combo }) => combo);
  expect(new Set(all).size).toBe(all.length);
});

test("every combo that comes with the desk can be stored", () => {
  const keys = Object.fromEntries(actions.map(({ id, combo }) => [id, combo]));
  expect(accountChange.parse({ preferences: { keys } }).preferences?.keys).toEqual(keys);
});

test("an agent's own combo goes before the usual one, null switches off, and what isn't known does nothing", () => {
  const combos = combosOf({ close: "x", next: null, juggle: "z" });
  expect([combos.close, combos.next, combos.previous]).toEqual(["x", null, "k"]);
  expect(combos).not.toHaveProperty("juggle");
});

test.each([
  ["x", null],
  ["Shift+C", null],
  ["Mod+E", null],
  ["c", null],
  ["k", { kind: "taken", by: "previous" }],
  ["Mod+K", { kind: "taken", by: "palette" }],
  ["Enter", { kind: "fixed" }],
  ["Mod+Enter", { kind: "fixed" }],
  ["Shift+ArrowDown", { kind: "fixed" }],
  ["Mod+W", { kind: "browser" }],
  ["Mod+C", { kind: "browser" }],
  ["Mod+Shift+T", { kind: "browser" }],
  ["F5", { kind: "browser" }],
])("the close may have %s: %o", (combo, expected) => {
  expect(checkCombo(combo, "close", combosOf({}))).toEqual(expected);
});

test("a combo whose owner has given it up can be had", () => {
  expect(checkCombo("k", "close", combosOf({ previous: null }))).toBeNull();
});

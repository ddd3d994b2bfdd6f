/** The part of a KeyboardEvent that says what was pressed. */
type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey"> & {
  getModifierState: (key: "AltGraph") => boolean;
};

/**
 * A press as it is written down: "j", "Shift+A", "?", "Mod+K"; Mod is ⌘ on a Mac and Ctrl elsewhere. It goes by what is
 * written, not by the place of the key: "/" is Shift+7 on a Spanish keyboard, and "@" is AltGr+2, which Windows calls
 * Ctrl+Alt+2. Undefined for what is none: a modifier alone, a dead key, the other platform's modifier.
 */
export function toCombo(press: Press, isMac: boolean): string | undefined {
  const { key } = press;
  if (nothingYet.has(key)) return undefined;
  const writesByAlt = isSymbol(key) && (isMac || press.getModifierState("AltGraph"));
  const ctrl = press.ctrlKey && !(writesByAlt && press.altKey);
  if (isMac ? ctrl : press.metaKey) return undefined;
  const held = [
    (isMac ? press.metaKey : ctrl) && "Mod",
    press.altKey && !writesByAlt && "Alt",
    press.shiftKey && !isSymbol(key) && "Shift",
  ].filter((each) => each !== false);
  const name = key === " " ? "Space" : key;
  if (!isLetter(key)) return [...held, name].join("+");
  // Caps lock says nothing: only Shift makes it another combo.
  return [...held, held.length > 0 ? key.toUpperCase() : key.toLowerCase()].join("+");
}

const nothingYet = new Set([
  "Control",
  "Shift",
  "Alt",
  "Meta",
  "AltGraph",
  "CapsLock",
  "Dead",
  "Process",
  "Unidentified",
]);

const isLetter = (key: string) => key.length === 1 && key.toUpperCase() !== key.toLowerCase();
const isSymbol = (key: string) => key.length === 1 && key !== " " && !isLetter(key);

/** Whether it writes something where one can write, so that it must not be taken from there. */
export const isTyped = (combo: string) => !/^(Mod|Alt)\+/.test(combo);

export const mostShortcutCharacters = 32;

/** Letters of any script that can be seen, digits, hyphens and underscores; it doesn't begin with a bare accent. */
const shortcut = /^(?!.*\p{DI})(?!\p{M})[\p{L}\p{M}\p{Nd}_-]{1,32}$/u;

/** As it is stored: in lower case and one form of its accents, without the slash that people write before it. */
export const foldShortcut = (typed: string) =>
  typed.trim().replace(/^\//, "").normalize("NFKC").toLowerCase().normalize("NFKC");

/** Whether a folded one may be stored. */
export const isShortcut = (folded: string) => shortcut.test(folded);

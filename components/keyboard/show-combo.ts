const macSigns: Record<string, string> = { Mod: "⌘", Alt: "⌥", Shift: "⇧" };
const signs: Record<string, string> = {
  Mod: "Ctrl",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
};

/** What stands on the keys of a combo, one by one, as the platform writes it: ⌘ K, or Ctrl K. */
export function toCaps(combo: string, isMac: boolean): string[] {
  const plus = combo.endsWith("+");
  const parts = (plus ? combo.slice(0, -1) : combo).split("+").filter((part) => part !== "");
  return [...parts, ...(plus ? ["+"] : [])].map((part) => {
    const sign = (isMac ? macSigns[part] : undefined) ?? signs[part];
    return sign ?? (part.length === 1 ? part.toUpperCase() : part);
  });
}

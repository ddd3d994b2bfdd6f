import { type ActionId, actions, fixedKeys } from "@/components/keyboard/actions";

/** Why a combo can't be had: the browser needs it, the desk does, or it belongs to another action. */
export type Refusal = { kind: "browser" | "fixed" } | { kind: "taken"; by: ActionId };

const fixed = new Set<string>([...fixedKeys.map(({ combo }) => combo), "Tab", "Shift+Tab"]);
const moving = /^(Shift\+)?(Arrow\w+|Page(Up|Down)|Home|End|Enter|Space|Backspace|Delete)$/;
/** Closing tabs, copying, reloading and so on: some of them no page gets to see. */
const ofBrowser =
  /^(F\d+|Alt\+(Arrow\w+|F4|Home|[DEF])|Mod\+([ACFHJLNOPQRSTUVWXYZ0-9=+-]|Tab|Shift\+.*))$/;

/** Null where `action` may have this combo, given what all have now. */
export function checkCombo(
  combo: string,
  action: ActionId,
  combos: Record<ActionId, string | null>,
): Refusal | null {
  if (fixed.has(combo) || moving.test(combo)) return { kind: "fixed" };
  if (ofBrowser.test(combo)) return { kind: "browser" };
  const other = actions.find(({ id }) => id !== action && combos[id] === combo);
  return other ? { kind: "taken", by: other.id } : null;
}

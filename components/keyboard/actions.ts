/** What can be done by a key, in the order in which it is shown. Combos are written as `match-combo` reads them. */
const catalogue = [
  { id: "next", group: "list", combo: "j", repeats: true },
  { id: "previous", group: "list", combo: "k", repeats: true },
  { id: "search", group: "list", combo: "/" },
  { id: "answer", group: "conversation", combo: "r" },
  { id: "note", group: "conversation", combo: "n" },
  { id: "close", group: "conversation", combo: "c" },
  { id: "assign", group: "conversation", combo: "a" },
  { id: "take", group: "conversation", combo: "Shift+A" },
  { id: "unread", group: "conversation", combo: "u" },
  { id: "details", group: "conversation", combo: "i" },
  { id: "palette", group: "everywhere", combo: "Mod+K", whileWriting: true },
  { id: "start", group: "everywhere", combo: "s" },
  { id: "help", group: "everywhere", combo: "?" },
] as const satisfies Action[];

type Action = {
  id: string;
  group: "list" | "conversation" | "everywhere";
  combo: string;
  /** Whether a key that is held down does it again and again. */
  repeats?: boolean;
  /** Whether it is done from a field as well, where its combo writes nothing. */
  whileWriting?: boolean;
};

export type ActionId = (typeof catalogue)[number]["id"];

export const actions: readonly (Action & { id: ActionId })[] = catalogue;

export const actionGroups = ["list", "conversation", "everywhere"] as const;

/** Keys that stay as they are, because a list, a form or the browser gives them their meaning. */
export const fixedKeys = [
  { id: "open", group: "list", combo: "Enter" },
  { id: "tick", group: "list", combo: "Space" },
  { id: "closeHere", group: "conversation", combo: "Mod+Enter" },
  { id: "undo", group: "conversation", combo: "Mod+Z" },
  { id: "leave", group: "everywhere", combo: "Escape" },
] as const;

/** Each action's own combo, the agent's where he has chosen one; null where it is switched off. */
export const combosOf = (chosen: Record<string, string | null>) =>
  Object.fromEntries(
    actions.map(({ id, combo }) => [id, chosen[id] === undefined ? combo : chosen[id]]),
  ) as Record<ActionId, string | null>;

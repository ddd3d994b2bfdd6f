import { foldText } from "@/lib/i18n/fold-text";

const entryGroups = [
  "recent",
  "actions",
  "conversations",
  "pages",
  "projects",
  "language",
  "theme",
] as const;

export type Entry = {
  id: string;
  group: (typeof entryGroups)[number];
  name: string;
  detail?: string | undefined;
  combo?: string | null;
  isChosen?: boolean;
  run: () => void;
};

type Section = { group: Entry["group"]; entries: Entry[] };

/**
 * What a text in the palette finds: each of its words in the name of the entry or of its group. Conversations come as
 * the desk has found them. Without a text what was used last comes first.
 */
export function matchEntries(
  entries: Entry[],
  conversations: Entry[],
  recent: string[],
  text: string,
  nameOf: (group: Entry["group"]) => string,
): Section[] {
  const words = foldText(text).split(" ");
  const matches = entries.filter(({ group, name }) => {
    const folded = foldText(`${nameOf(group)} ${name}`);
    return words.every((word) => folded.includes(word));
  });
  const isEmpty = text.trim() === "";
  const used = recent.flatMap((id) =>
    isEmpty ? (matches.find((each) => each.id === id) ?? []) : [],
  );
  // "Dark" alone would say nothing.
  const detailOf = ({ group }: Entry) => (group === "actions" ? undefined : nameOf(group));
  const all = [
    ...used.map((entry): Entry => ({ ...entry, group: "recent", detail: detailOf(entry) })),
    ...matches.filter((entry) => !used.includes(entry)),
    ...conversations,
  ];
  return entryGroups
    .map((group) => ({ group, entries: all.filter((entry) => entry.group === group) }))
    .filter((section) => section.entries.length > 0);
}

"use client";

import { useTranslations } from "next-intl";
import type { Colleague } from "@/lib/users/schema";

type Props = {
  id: string;
  people: Colleague[];
  activeIndex: number;
  onPick: (person: Colleague) => void;
};

export const personOptionId = (id: string, index: number) => `${id}-${index}`;

/** Who can be named in a note; the focus stays in the text. */
export function PeopleList({ id, people, activeIndex, onPick }: Props) {
  const t = useTranslations("composer");
  const roles = useTranslations("users.roles");
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t("people")}
      className="max-h-72 w-full max-w-72 animate-appear overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-pop"
    >
      {people.map((person, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text field that has the focus has the keys
        // biome-ignore lint/a11y/useFocusableInteractive: as above, by aria-activedescendant
        <div
          key={person.id}
          id={personOptionId(id, index)}
          role="option"
          aria-selected={index === activeIndex}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(person)}
          className="flex cursor-pointer items-center justify-between gap-3 rounded px-2 py-1.5 hover:bg-hover aria-selected:bg-note-soft"
        >
          <span className="min-w-0 truncate">{person.name}</span>
          <span className="text-ink-soft text-xs">{roles(person.role)}</span>
        </div>
      ))}
    </div>
  );
}

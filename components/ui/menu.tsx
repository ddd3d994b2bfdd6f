"use client";

import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Header } from "react-aria-components/Header";
import { Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";

type Item = { id: string; name: string; isChosen?: boolean; onAction: () => void };
type Section = { title?: string; items: Item[] };

type Props = { trigger: ReactNode; label: string; sections: Section[] };

export function Menu({ trigger, label, sections }: Props) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover
        placement="bottom end"
        className="min-w-52 animate-appear overflow-auto rounded-md border border-line bg-raised p-1 shadow-pop"
      >
        <AriaMenu aria-label={label} className="outline-none">
          {sections.map((section, index) => (
            <MenuSection
              key={section.title ?? index}
              {...(section.title ? {} : { "aria-label": label })}
              className="not-first:mt-1 not-first:border-line not-first:border-t not-first:pt-1"
            >
              {section.title && (
                <Header className="px-2 pt-1 pb-0.5 text-ink-faint text-xs">{section.title}</Header>
              )}
              {section.items.map((item) => (
                <MenuItem
                  key={item.id}
                  textValue={item.name}
                  onAction={item.onAction}
                  className="flex cursor-default items-center justify-between gap-4 rounded px-2 py-1.5 outline-none focus:bg-hover"
                >
                  {item.name}
                  {item.isChosen && <Check size={14} aria-hidden className="text-accent" />}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

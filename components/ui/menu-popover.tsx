"use client";

import { Check } from "lucide-react";
import type { RefObject } from "react";
import { Header } from "react-aria-components/Header";
import { Menu as AriaMenu, MenuItem, MenuSection } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";

type Item = { id: string; name: string; isChosen?: boolean; onAction: () => void };

export type MenuSections = { title?: string; items: Item[] }[];

type Props = {
  label: string;
  sections: MenuSections;
  triggerRef: RefObject<HTMLElement | null>;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
};

export function MenuPopover({ label, sections, triggerRef, isOpen, onOpenChange }: Props) {
  return (
    <Popover
      triggerRef={triggerRef}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      placement="bottom end"
      className="min-w-52 animate-appear overflow-auto rounded-md border border-line bg-raised p-1 shadow-pop"
    >
      <AriaMenu
        aria-label={label}
        autoFocus="first"
        onClose={() => onOpenChange(false)}
        className="outline-none"
      >
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
                id={item.id}
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
  );
}

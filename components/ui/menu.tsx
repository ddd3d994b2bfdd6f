"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useRef, useState } from "react";
import type { MenuSections } from "./menu-popover";

const loadPopover = () => import("./menu-popover");
const MenuPopover = dynamic(() => loadPopover().then((module) => module.MenuPopover), {
  loading: () => null,
});

type Props = {
  /** The name of the button and of what it opens. */
  label: string;
  className: string;
  children: ReactNode;
  sections: MenuSections;
};

/** A button with a menu, which is loaded when somebody reaches for it. */
export function Menu({ label, className, children, sections }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  const open = () => {
    setWanted(true);
    setOpen(true);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        className={className}
        onPointerEnter={() => void loadPopover().catch(() => {})}
        onFocus={() => void loadPopover().catch(() => {})}
        onClick={open}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          open();
        }}
      >
        {children}
      </button>
      {wanted && (
        <MenuPopover
          label={label}
          sections={sections}
          triggerRef={button}
          isOpen={isOpen}
          onOpenChange={setOpen}
        />
      )}
    </>
  );
}

"use client";

import type { ReactNode } from "react";

type Props = {
  label: string;
  children: ReactNode;
  onPress: () => void;
  onReach?: () => void;
  isExpanded?: boolean;
};

export const ToolButton = ({ label, children, onPress, onReach, isExpanded }: Props) => (
  <button
    type="button"
    aria-label={label}
    title={label}
    {...(isExpanded === undefined
      ? {}
      : { "aria-haspopup": "dialog" as const, "aria-expanded": isExpanded })}
    onPointerEnter={onReach}
    onFocus={onReach}
    onMouseDown={(event) => event.preventDefault()}
    onClick={onPress}
    className="flex size-8 shrink-0 items-center justify-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
  >
    {children}
  </button>
);

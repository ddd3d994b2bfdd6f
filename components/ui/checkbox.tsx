"use client";

import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Checkbox as AriaCheckbox, type CheckboxProps } from "react-aria-components/Checkbox";

type Props = Omit<CheckboxProps, "className" | "style" | "children"> & {
  children: ReactNode;
  hint?: string;
};

/** Alone, or one of a CheckboxGroup, which then gives it its value. */
export const Checkbox = ({ children, hint, ...props }: Props) => (
  <AriaCheckbox
    {...props}
    className="-mx-1 flex cursor-pointer items-start gap-2 rounded px-1 py-1.5 outline-offset-1 hover:bg-hover"
  >
    {({ isSelected }) => (
      <>
        <span
          aria-hidden
          className={`mt-0.5 flex size-4 shrink-0 items-center justify-center rounded border ${isSelected ? "border-accent bg-accent text-on-accent" : "border-line-strong"}`}
        >
          {isSelected && <Check size={12} strokeWidth={3} />}
        </span>
        <span className="flex min-w-0 flex-col break-words">
          <span>{children}</span>
          {hint && <span className="text-ink-soft text-sm">{hint}</span>}
        </span>
      </>
    )}
  </AriaCheckbox>
);

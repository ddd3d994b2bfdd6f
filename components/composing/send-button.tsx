"use client";

import type { ReactNode } from "react";

type Props = {
  look: "answer" | "note" | "quiet";
  icon: ReactNode;
  children: ReactNode;
  /** On a phone there is room for its icon alone. */
  isSmall?: boolean;
  isPending?: boolean;
  isDisabled?: boolean;
  shortcut?: string;
  onPress: () => void;
};

const looks = {
  answer: "bg-accent text-on-accent hover:bg-accent-strong",
  note: "bg-note text-on-note hover:bg-note-strong",
  quiet: "border border-line-strong/60 bg-raised text-ink hover:bg-hover",
};

/** Doesn't take the focus from the text when it is clicked: one goes on writing. */
export function SendButton({
  look,
  icon,
  children,
  isSmall,
  isPending,
  isDisabled,
  ...props
}: Props) {
  return (
    <button
      type="button"
      disabled={isDisabled}
      aria-busy={isPending}
      aria-keyshortcuts={props.shortcut}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => !isPending && props.onPress()}
      className={`flex h-8 shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md px-2.5 font-medium text-sm outline-offset-2 transition-colors duration-100 disabled:cursor-default disabled:opacity-50 aria-busy:opacity-70 ${looks[look]}`}
    >
      {icon}
      <span className={isSmall ? "sr-only sm:not-sr-only" : ""}>{children}</span>
    </button>
  );
}

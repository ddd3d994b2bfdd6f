"use client";

import type { ReactNode } from "react";

type Props<T extends string> = {
  label: string;
  options: { id: T; name: string; mark?: ReactNode }[];
  value: T;
  onChange: (value: T) => void;
};

/** Which of a few parts is shown, all of them in sight. */
export const Segments = <T extends string>({ label, options, value, onChange }: Props<T>) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is sent
  <div role="group" aria-label={label} className="flex flex-wrap gap-0.5">
    {options.map(({ id, name, mark }) => (
      <button
        key={id}
        type="button"
        aria-pressed={id === value}
        onClick={() => onChange(id)}
        className="flex h-7 items-center gap-1.5 rounded-md px-2 text-ink-soft text-sm hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-strong"
      >
        {name}
        {mark}
      </button>
    ))}
  </div>
);

"use client";

import { useId } from "react";

type Option<T extends string> = { id: T; name: string; hint?: string };

type Props<T extends string> = {
  label: string;
  options: Option<T>[];
  value: T;
  onChange: (value: T) => void;
  columns?: 2 | 3;
};

/** A choice among few, each with a word of what it means. */
export function RadioCards<T extends string>({
  label,
  options,
  value,
  onChange,
  columns = 3,
}: Props<T>) {
  const id = useId();
  return (
    <div role="radiogroup" aria-labelledby={id} className="flex flex-col gap-1">
      <span id={id} className="font-medium text-ink-soft text-sm">
        {label}
      </span>
      <div className={`grid gap-2 ${columns === 2 ? "grid-cols-1 sm:grid-cols-2" : "grid-cols-3"}`}>
        {options.map((option) => (
          <label
            key={option.id}
            className="relative flex cursor-pointer gap-2 rounded-md border border-line-strong/50 px-2 py-2 outline-accent outline-offset-1 transition-colors duration-100 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 sm:px-3"
          >
            <input
              type="radio"
              name={id}
              checked={option.id === value}
              onChange={() => onChange(option.id)}
              className="peer sr-only"
            />
            <span
              aria-hidden
              className="mt-0.5 size-4 shrink-0 rounded-full border border-line-strong peer-checked:border-5 peer-checked:border-accent"
            />
            <span className="flex min-w-0 flex-col">
              <span className="font-medium">{option.name}</span>
              {option.hint && (
                <span
                  className={`text-ink-soft text-xs ${columns === 3 ? "hidden sm:inline" : ""}`}
                >
                  {option.hint}
                </span>
              )}
            </span>
          </label>
        ))}
      </div>
    </div>
  );
}

"use client";

import type { ReactNode } from "react";
import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";

type Option<T extends string> = { id: T; name: string; hint?: string; icon?: ReactNode };

type Props<T extends string> = {
  label: string;
  options: Option<T>[];
  value: T;
  onChange: (value: T) => void;
  columns?: 2 | 3;
  autoFocus?: boolean;
};

/** A choice among few, each with a word of what it means. */
export function RadioCards<T extends string>({
  label,
  options,
  value,
  onChange,
  columns = 3,
}: Props<T>) {
  return (
    <RadioGroup
      value={value}
      onChange={(next) => onChange(next as T)}
      className="flex flex-col gap-1"
    >
      <Label className="font-medium text-ink-soft text-sm">{label}</Label>
      <div className={`grid gap-2 ${columns === 2 ? "grid-cols-1 sm:grid-cols-2" : "grid-cols-3"}`}>
        {options.map((option) => (
          <Radio
            key={option.id}
            value={option.id}
            className="flex cursor-pointer gap-2 rounded-md border border-line-strong/50 px-2 py-2 sm:px-3 outline-offset-1 transition-colors duration-100 hover:bg-hover data-[selected]:border-accent data-[selected]:bg-accent-soft"
          >
            {({ isSelected }) => (
              <>
                <span
                  aria-hidden
                  className={`mt-0.5 size-4 shrink-0 rounded-full border ${isSelected ? "border-[5px] border-accent" : "border-line-strong"}`}
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
              </>
            )}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

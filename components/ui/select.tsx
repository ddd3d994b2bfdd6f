"use client";

import { ChevronDown } from "lucide-react";
import { useId } from "react";

type Props<T extends string> = {
  label: string;
  /** Read out, not shown. */
  hideLabel?: boolean;
  options: { id: T; name: string }[];
  value: T;
  onChange: (value: T) => void;
  look?: "field" | "quiet";
};

const looks = {
  field:
    "h-9 border border-line-strong/70 bg-surface pr-8 pl-3 hover:border-line-strong focus:border-accent focus:outline-1 focus:outline-accent",
  quiet: "field-sizing-content h-7 pr-6 pl-2 text-ink-soft text-sm hover:bg-hover",
};

/** The browser's own: on a phone its picker opens. */
export function Select<T extends string>({
  label,
  hideLabel,
  options,
  value,
  onChange,
  look = "field",
}: Props<T>) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      {!hideLabel && (
        <label htmlFor={id} className="font-medium text-ink-soft text-sm">
          {label}
        </label>
      )}
      <div className="relative flex min-w-0">
        <select
          id={id}
          {...(hideLabel ? { "aria-label": label } : {})}
          value={value}
          onChange={(event) => onChange(event.target.value as T)}
          className={`w-full min-w-0 cursor-pointer appearance-none truncate rounded-md ${looks[look]}`}
        >
          {options.map((option) => (
            <option key={option.id} value={option.id}>
              {option.name}
            </option>
          ))}
        </select>
        <ChevronDown
          size={14}
          aria-hidden
          className={`pointer-events-none absolute inset-y-0 my-auto text-ink-faint ${look === "field" ? "right-3" : "right-2"}`}
        />
      </div>
    </div>
  );
}

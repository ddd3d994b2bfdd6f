"use client";

import type { InputHTMLAttributes } from "react";

type Props = InputHTMLAttributes<HTMLInputElement> & {
  name: string;
  label: string;
  error?: string | undefined;
};

/** A plain input: the first screen loads without the component library. */
export const EntryField = ({ label, error, ...props }: Props) => (
  <label className="flex flex-col gap-1">
    <span className="font-medium text-ink-soft text-sm">{label}</span>
    <input
      {...props}
      aria-invalid={error !== undefined}
      aria-describedby={error ? `${props.name}-error` : undefined}
      className="h-10 rounded-md border border-line-strong/70 bg-surface px-3 hover:border-line-strong focus:border-accent focus:outline-1 focus:outline-accent aria-invalid:border-alert"
    />
    {error && (
      <span id={`${props.name}-error`} className="text-alert text-sm">
        {error}
      </span>
    )}
  </label>
);

export const EntryButton = ({ busy, children }: { busy: boolean; children: string }) => (
  <button
    type="submit"
    aria-disabled={busy}
    className="h-10 rounded-md bg-accent px-4 font-medium text-on-accent outline-offset-2 transition-colors duration-100 hover:bg-accent-strong aria-disabled:opacity-60"
  >
    {children}
  </button>
);

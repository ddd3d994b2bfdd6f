import { Check } from "lucide-react";
import type { ReactNode } from "react";

type Props = {
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
  isDisabled?: boolean;
  children: ReactNode;
  hint?: string;
};

export const Checkbox = ({ isSelected, onChange, isDisabled, children, hint }: Props) => (
  <label className="relative -mx-1 flex cursor-pointer items-start gap-2 rounded px-1 py-1.5 outline-accent outline-offset-1 hover:bg-hover has-focus-visible:outline-2 has-disabled:cursor-default has-disabled:opacity-60">
    <input
      type="checkbox"
      checked={isSelected}
      disabled={isDisabled}
      onChange={(event) => onChange(event.target.checked)}
      className="sr-only"
    />
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
  </label>
);

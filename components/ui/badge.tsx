import type { ReactNode } from "react";

type Props = { tone?: "quiet" | "accent" | "alert"; children: ReactNode };

const tones = {
  quiet: "bg-sunken text-ink-soft",
  accent: "bg-accent-soft text-accent-strong",
  alert: "bg-alert-soft text-alert",
};

export const Badge = ({ tone = "quiet", children }: Props) => (
  <span
    className={`inline-flex max-w-full shrink-0 items-center gap-1 truncate rounded px-1.5 py-px font-medium text-xs ${tones[tone]}`}
  >
    {children}
  </span>
);
